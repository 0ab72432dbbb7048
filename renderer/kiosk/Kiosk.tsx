import type { GateView } from '../../src/shared/gate-view.ts';
import type { LaneNumber } from '../../src/shared/lanes.ts';
import { useText } from '../ui/language.tsx';
import { useTerminal } from '../ui/terminal-context.ts';
import { isGateInBand } from './gate-in-band.ts';
import { LaneHead } from './LaneHead.tsx';
import { LaneScreen } from './LaneScreen.tsx';
import { StateMarks } from './StateMarks.tsx';
import './lanes.css';

/** The screen at the gate; where there are two lanes each has its half. `onSetUp`: the terminal is new, and says so. */
export function Kiosk({ onSetUp }: { readonly onSetUp: (() => void) | null }) {
  const t = useText();
  const { view, view2 = { state: 'starting' }, status, settings } = useTerminal();
  const second = settings?.second;
  const views: readonly (readonly [LaneNumber, GateView])[] =
    second === undefined
      ? [[1, view]]
      : [
          [1, view],
          [2, view2],
        ];
  const lanesInBand = views.filter(([lane, shown]) => isGateInBand(shown, status, lane)).map(([lane]) => lane);
  return (
    <main className="kiosk" aria-label={t('kiosk.label.kiosk')}>
      {second === undefined ? (
        <LaneScreen lane={1} view={view} onSetUp={onSetUp} />
      ) : (
        <div className="halves">
          {views.map(([lane, shown]) => (
            <section className="half" key={lane} data-lane={lane} aria-label={t(`lane.${lane}`)}>
              <div className="half__screen">
                <LaneHead lane={lane} direction={second.directions[lane - 1] ?? 'in'} />
                <LaneScreen lane={lane} view={shown} onSetUp={lane === 1 ? onSetUp : null} />
              </div>
            </section>
          ))}
        </div>
      )}
      {status && <StateMarks status={status} lanesInBand={lanesInBand} hasTwoLanes={second !== undefined} />}
    </main>
  );
}
