import { areaStates, severityOf, type Area, type Status } from '../../src/shared/status.ts';
import { useText } from '../ui/language.tsx';
import { useTerminal } from '../ui/terminal-context.ts';
import { shownMarks } from '../kiosk/shown-marks.ts';
import { Counts } from './Counts.tsx';
import { QuietArea } from './QuietArea.tsx';
import { StateCard } from './StateCard.tsx';
import { Summary } from './Summary.tsx';

const quietAreas = (status: Status): readonly Area[] =>
  (Object.keys(areaStates) as Area[]).filter((area) => {
    const report = status.areas[area];
    return report !== undefined && severityOf(area, report.state) === 'quiet';
  });

/** Is it all right, and if not, what do I do? */
export function StatusPlace() {
  const t = useText();
  const { status } = useTerminal();
  if (!status) return null;
  const marks = shownMarks(status);
  return (
    <>
      <Summary status={status} marks={marks} />
      {marks.length > 0 && (
        <section aria-label={t('status.attention')}>
          <ul className="cards">
            {marks.map((mark) => (
              <StateCard key={mark.area} mark={mark} report={status.areas[mark.area]} />
            ))}
          </ul>
        </section>
      )}
      <Counts counts={status.counts} />
      <section aria-label={t('status.quiet')}>
        <h2>{t('status.quiet')}</h2>
        <ul className="quiets">
          {quietAreas(status).map((area) => (
            <QuietArea key={area} area={area} report={status.areas[area]} />
          ))}
        </ul>
      </section>
    </>
  );
}
