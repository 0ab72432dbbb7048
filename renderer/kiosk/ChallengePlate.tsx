import type { ChallengeStep } from '../../src/shared/challenge.ts';
import { Words } from '../ui/Words.tsx';

/** What is asked for, in words. */
export function ChallengePlate({ step }: { readonly step: ChallengeStep }) {
  return (
    <div className="plate plate--challenge">
      <p className="plate__words">
        <Words of={`challenge.${step}`} />
      </p>
    </div>
  );
}
