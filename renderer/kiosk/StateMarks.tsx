import type { Status } from '../../src/shared/status.ts';
import { stateText, text } from '../../src/shared/texts/texts.ts';
import { areaIcon } from '../ui/area-icon.ts';
import { Icon } from '../ui/Icon.tsx';
import { useLanguage } from '../ui/language.tsx';
import { shownMarks, type Mark } from './shown-marks.ts';

interface StateMarksProps {
  readonly status: Status;
  /** The gate speaks for itself in a band. */
  readonly isGateShown: boolean;
}

/** What is not as usual, at the screen's edge; nothing at all when all is well. */
export function StateMarks({ status, isGateShown }: StateMarksProps) {
  const language = useLanguage();
  const marks = shownMarks(status).filter(({ area, state }) => isGateShown || area !== 'gate' || state !== 'notAnswering');
  if (marks.length === 0) return null;
  const { outboxWaiting } = status.counts;
  const wordsOf = ({ area, state }: Mark): string => {
    const { what } = stateText(language, area, state);
    if (area !== 'platform' || outboxWaiting === 0) return what;
    return text(language, 'kiosk.waiting', { what, count: outboxWaiting });
  };
  return (
    <ul className="marks" aria-label={text(language, 'kiosk.label.marks')}>
      {marks.map((mark) => (
        <li key={mark.area} className="mark" data-area={mark.area} data-state={mark.state} data-severity={mark.severity}>
          <Icon name={areaIcon(mark.area, mark.state)} />
          {wordsOf(mark)}
        </li>
      ))}
    </ul>
  );
}
