import type { ChallengeAction } from '../../src/shared/challenge.ts';
import { Words } from '../ui/Words.tsx';

/** The move that is asked for, in words. */
export function ChallengePlate({ action }: { readonly action: ChallengeAction }) {
  return (
    <div className="plate plate--challenge">
      <p className="plate__words">
        <Words of={`challenge.${action}`} />
      </p>
    </div>
  );
}
