import { Icon } from '../ui/Icon.tsx';
import { useText } from '../ui/language.tsx';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

interface KeypadProps {
  readonly canConfirm: boolean;
  onDigit(digit: string): void;
  onErase(): void;
  onConfirm(): void;
}

/** Large keys, for gloves. */
export function Keypad({ canConfirm, onDigit, onErase, onConfirm }: KeypadProps) {
  const t = useText();
  const key = (digit: string) => (
    <button key={digit} type="button" className="keypad__key number" onClick={() => onDigit(digit)}>
      {digit}
    </button>
  );
  return (
    <div className="keypad" role="group" aria-label={t('pin.keypad')}>
      {digits.map(key)}
      <button type="button" className="keypad__key" aria-label={t('pin.erase')} onClick={onErase}>
        <Icon name="erase" />
      </button>
      {key('0')}
      <button type="button" className="keypad__key keypad__key--act" disabled={!canConfirm} onClick={onConfirm}>
        {t('pin.confirm')}
      </button>
    </div>
  );
}
