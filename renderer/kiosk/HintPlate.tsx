import type { Hint } from '../../src/shared/hint.ts';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { Words } from '../ui/Words.tsx';

const icons: Readonly<Record<Hint, IconName>> = {
  lookHere: 'look',
  comeCloser: 'closer',
  stepBack: 'further',
  holdStill: 'still',
  tooDark: 'dark',
  tooBright: 'bright',
  oneAtATime: 'person',
};
export const hintIcon = (hint: Hint): IconName => icons[hint];

/** One thing that the worker can do. */
export function HintPlate({ hint }: { readonly hint: Hint | null }) {
  const shown = hint ?? 'lookHere';
  return (
    <div className="plate plate--hint">
      <Icon name={hintIcon(shown)} />
      <p className="plate__words">
        <Words of={`hint.${shown}`} />
      </p>
    </div>
  );
}
