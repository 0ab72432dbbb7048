import type { GateView, RefusalReason } from '../../src/shared/gate-view.ts';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { Words } from '../ui/Words.tsx';
import { hintIcon } from './HintPlate.tsx';

export type RefusedView = Extract<GateView, { state: 'refused' }>;

const icons: Readonly<Record<RefusalReason, IconName>> = {
  unknown: 'question',
  barred: 'stop',
  attack: 'look',
  undecided: 'look',
  livenessUnavailable: 'warning',
  poorView: 'look',
  lockedDown: 'stop',
  cardUnknown: 'question',
  codeRefused: 'question',
  healthRefused: 'warning',
  notHolder: 'person',
  incomplete: 'warning',
  notRecorded: 'warning',
};

/** Why the gate stays shut, about the thing and never the person. */
export function RefusedPlate({ view }: { readonly view: RefusedView }) {
  const { reason, hint, detail } = view;
  const isBarred = reason === 'barred';
  const isView = reason === 'poorView' || reason === 'undecided';
  const words = (() => {
    if (isBarred && detail) return <Words of="kiosk.barredBecause" params={{ reason: detail }} second="refusal.barred" />;
    if (hint && isView) return <Words of={`hint.${hint}`} />;
    return <Words of={`refusal.${reason}`} />;
  })();
  return (
    <div className="plate plate--refused" data-tone={isBarred ? 'stop' : 'care'}>
      <Icon name={hint && isView ? hintIcon(hint) : icons[reason]} />
      <p className="plate__words">{words}</p>
    </div>
  );
}
