import { useState, type CSSProperties } from 'react';
import type { ChallengeStep } from '../../src/shared/challenge.ts';
import { arrows } from './challenge-arrows.ts';
import { DrawnHead } from './DrawnHead.tsx';

/** Time for each step, ms; what is left of it when the page is late is shown as less. */
const STEP_MS = 5_000;

/** The oval from its top, clockwise. */
const oval = 'M0 -46A38 46 0 1 1 0 46A38 46 0 1 1 0 -46';

interface ChallengeGuideProps {
  readonly step: ChallengeStep;
  /** End of the time for it, ms since the epoch. */
  readonly untilMs: number;
}

/** The move to make, shown by a drawn head; the oval round it is the time that is left. Until one is named the head only looks out. */
export function ChallengeGuide({ step, untilMs }: ChallengeGuideProps) {
  const [leftMs] = useState(() => Math.min(STEP_MS, Math.max(0, untilMs - Date.now())));
  const time = { '--left': leftMs / STEP_MS, '--left-ms': `${leftMs}ms` } as CSSProperties;
  const arrow = arrows[step];
  return (
    <svg className="guide challenge" viewBox="-50 -50 100 100" data-step={step} aria-hidden="true">
      <path className="challenge__ground" d={oval} />
      <path className="challenge__track" d={oval} />
      {step !== 'holdStill' && <path className="challenge__time" d={oval} pathLength={100} style={time} />}
      <DrawnHead />
      {arrow !== null && <path className="challenge__shadow" d={arrow} />}
      {arrow !== null && <path className="challenge__arrow" d={arrow} />}
    </svg>
  );
}
