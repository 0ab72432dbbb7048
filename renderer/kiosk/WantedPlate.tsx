import type { PassKind } from '../../src/shared/opens-with.ts';
import { Icon } from '../ui/Icon.tsx';
import { Words } from '../ui/Words.tsx';

/** What is to be shown next: one thing at a time. */
export function WantedPlate({ kinds }: { readonly kinds: readonly PassKind[] }) {
  const [next = 'face'] = kinds;
  return (
    <div className="plate plate--wanted">
      <Icon name={next === 'face' ? 'look' : 'person'} />
      <p className="plate__words">
        <Words of={`want.${next}`} />
      </p>
    </div>
  );
}
