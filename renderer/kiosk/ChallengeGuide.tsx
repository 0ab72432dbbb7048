import { useState, type CSSProperties } from 'react';
import type { ChallengeAction } from '../../src/shared/challenge.ts';
import { arrows } from './challenge-arrows.ts';
import { DrawnHead } from './DrawnHead.tsx';

/** Time for a move, ms; what is left of it when the page is late is shown as less. */
const MOVE_MS = 5_000;

/** The oval from its top, clockwise. */
const oval = 'M0 -46A38 46 0 1 1 0 46A38 46 0 1 1 0 -46';

interface ChallengeGuideProps {
  readonly action: ChallengeAction;
  /** End of the time for it, ms since the epoch. */
  readonly untilMs: number;
}

/** The move to make, shown by a drawn head; the oval round it is the time that is left. */
export function ChallengeGuide({ action, untilMs }: ChallengeGuideProps) {
  const [leftMs] = useState(() => Math.min(MOVE_MS, Math.max(0, untilMs - Date.now())));
  const time = { '--left': leftMs / MOVE_MS, '--left-ms': `${leftMs}ms` } as CSSProperties;
  const arrow = arrows[action];
  return (
    <svg className="guide challenge" viewBox="-50 -50 100 100" data-action={action} aria-hidden="true">
      <path className="challenge__ground" d={oval} />
      <path className="challenge__track" d={oval} />
      <path className="challenge__time" d={oval} pathLength={100} style={time} />
      <DrawnHead />
      {arrow !== null && <path className="challenge__shadow" d={arrow} />}
      {arrow !== null && <path className="challenge__arrow" d={arrow} />}
    </svg>
  );
}
