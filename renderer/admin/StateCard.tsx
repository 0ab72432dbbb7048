import type { AreaReport } from '../../src/shared/status.ts';
import { areaText, stateText } from '../../src/shared/texts/texts.ts';
import type { Mark } from '../kiosk/shown-marks.ts';
import { areaIcon } from '../ui/area-icon.ts';
import { Icon } from '../ui/Icon.tsx';
import { useLanguage, useText } from '../ui/language.tsx';
import { listTime } from '../ui/times.ts';

/** One state that is not as usual: what happened, since when, what it means for the gate, what to do. */
export function StateCard({ mark, report }: { readonly mark: Mark; readonly report: AreaReport | undefined }) {
  const t = useText();
  const language = useLanguage();
  const { what, means, todo } = stateText(language, mark.area, mark.state);
  return (
    <li className="card" data-area={mark.area} data-state={mark.state} data-severity={mark.severity}>
      <p className="card__kind">
        <Icon name={areaIcon(mark.area, mark.state)} />
        {areaText(language, mark.area)} · {t(`severity.${mark.severity}`)}
      </p>
      <h2 className="card__what">{what}</h2>
      {report && <p className="card__since number">{t('status.since', { time: listTime(report.sinceMs) })}</p>}
      <dl className="card__parts">
        <dt>{t('status.means')}</dt>
        <dd>{means}</dd>
        <dt>{t('status.todo')}</dt>
        <dd>{todo}</dd>
        {report?.detail && (
          <>
            <dt>{t('status.detail')}</dt>
            <dd className="card__detail">{report.detail}</dd>
          </>
        )}
      </dl>
    </li>
  );
}
