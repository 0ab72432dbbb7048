import type { TextKey } from '../../src/shared/texts/texts.ts';
import { Icon } from '../ui/Icon.tsx';
import { Words } from '../ui/Words.tsx';

/** The amber band while the gate does not answer. */
export function GateBand({ of }: { readonly of: TextKey }) {
  return (
    <div className="band" data-area="gate" data-severity="fault">
      <Icon name="warning" />
      <p>
        <Words of={of} />
      </p>
    </div>
  );
}
