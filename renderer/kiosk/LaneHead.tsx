import type { LaneNumber } from '../../src/shared/lanes.ts';
import { Words } from '../ui/Words.tsx';

/** Which lane this half is for, and which way it leads. */
export function LaneHead({ lane, direction }: { readonly lane: LaneNumber; readonly direction: 'in' | 'out' }) {
  return (
    <header className="lane-head" data-direction={direction}>
      <p className="lane-head__lane">
        <Words of={`lane.${lane}`} />
      </p>
      <p className="lane-head__direction">
        <Words of={`kiosk.${direction}`} />
      </p>
    </header>
  );
}
