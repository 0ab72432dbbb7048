import type { GateMode } from '../../src/shared/gate-mode.ts';
import { Icon } from '../ui/Icon.tsx';
import { Words } from '../ui/Words.tsx';

/** The band while the gate does not stand as usual. */
export function ModeBand({ mode }: { readonly mode: Exclude<GateMode, 'normal'> }) {
  return (
    <div className="band" data-area="gateMode" data-severity={mode === 'heldOpen' ? 'notice' : 'fault'}>
      <Icon name={mode === 'lockedDown' ? 'stop' : 'warning'} />
      <p>
        <Words of={`kiosk.gateMode.${mode}`} />
      </p>
    </div>
  );
}
