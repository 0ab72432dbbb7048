import { laneOfArea, type LaneNumber } from '../../src/shared/lanes.ts';
import type { Area, Status } from '../../src/shared/status.ts';
import { stateText, text } from '../../src/shared/texts/texts.ts';
import { areaIcon } from '../ui/area-icon.ts';
import { Icon } from '../ui/Icon.tsx';
import { useLanguage } from '../ui/language.tsx';
import { shownMarks, type Mark } from './shown-marks.ts';

interface StateMarksProps {
  readonly status: Status;
  /** Their gates speak for themselves in bands. */
  readonly lanesInBand: readonly LaneNumber[];
  /** Then a mark says of which lane it is. */
  readonly hasTwoLanes: boolean;
}

const gates: Readonly<Record<LaneNumber, Area>> = { 1: 'gate', 2: 'gate2' };

/** What is not as usual, at the screen's edge, unless a band says it already; nothing at all when all is well. */
export function StateMarks({ status, lanesInBand, hasTwoLanes }: StateMarksProps) {
  const language = useLanguage();
  const inBands = lanesInBand.map((lane) => gates[lane]);
  const isInBand = ({ area, state }: Mark): boolean =>
    area === 'gateMode' || area === 'gateMode2' || (state === 'notAnswering' && inBands.includes(area));
  const marks = shownMarks(status).filter((mark) => !isInBand(mark));
  if (marks.length === 0) return null;
  const { outboxWaiting } = status.counts;
  const wordsOf = ({ area, state }: Mark): string => {
    const { what } = stateText(language, area, state);
    const lane = hasTwoLanes ? laneOfArea(area) : null;
    if (lane !== null) return text(language, 'lane.mark', { lane, what });
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
