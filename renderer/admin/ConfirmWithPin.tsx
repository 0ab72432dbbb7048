import { useState } from 'react';
import { Button } from '../ui/kit/Button.tsx';
import { Sheet } from '../ui/kit/Sheet.tsx';
import { faultText } from '../../src/shared/texts/texts.ts';
import { useLanguage, useText } from '../ui/language.tsx';
import { useParts } from '../ui/terminal-context.ts';
import { clockTime } from '../ui/times.ts';
import { codeOf } from './code-of.ts';
import { Keypad } from './Keypad.tsx';
import { PinDigits } from './PinDigits.tsx';
import { LEAST_DIGITS, MOST_DIGITS } from './pin-entry.ts';
import { useSession } from './session.ts';

interface ConfirmWithPinProps {
  readonly title: string;
  /** What will be lost, or happen: one sentence each. */
  readonly loses: readonly string[];
  /** The word on the button. */
  readonly confirm: string;
  onCancel(): void;
  /** `confirmation` goes along with the call; it counts once, within a minute. */
  onConfirmed(confirmation: string): void;
}

/** Before an act that cannot be taken back: what will be lost, then the PIN again. */
export function ConfirmWithPin({ title, loses, confirm, onCancel, onConfirmed }: ConfirmWithPinProps) {
  const t = useText();
  const [isRead, setRead] = useState(false);
  return (
    <Sheet title={title} role="alertdialog" onClose={onCancel}>
      {isRead ? (
        <AskPin onConfirmed={onConfirmed} />
      ) : (
        <>
          <ul className="loses">
            {loses.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <div className="buttons buttons--end">
            <Button onPress={onCancel}>{t('admin.cancel')}</Button>
            <Button kind="danger" onPress={() => setRead(true)}>
              {confirm}
            </Button>
          </div>
        </>
      )}
    </Sheet>
  );
}

function AskPin({ onConfirmed }: Pick<ConfirmWithPinProps, 'onConfirmed'>) {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  const { session, onExpired } = useSession();
  const [pin, setPin] = useState('');
  const [notice, setNotice] = useState<string | null>(null);
  const [isWaiting, setWaiting] = useState(false);
  const ask = (): void => {
    setWaiting(true);
    bridge.call('admin.confirm', { session, pin }).then(
      (answer) => {
        setWaiting(false);
        setPin('');
        if (answer.kind === 'confirmed') onConfirmed(answer.confirmation);
        else if (answer.kind === 'wrong') setNotice(t('pin.wrong', { count: answer.triesLeft }));
        else setNotice(t('pin.locked', { time: clockTime(answer.untilMs) }));
      },
      (error: unknown) => {
        setWaiting(false);
        if (codeOf(error) === 'admin.unauthorised') onExpired();
        else setNotice(t('admin.failed', { reason: faultText(language, codeOf(error)).what }));
      },
    );
  };
  return (
    <div className="ask-pin">
      <p>{t('pin.again')}</p>
      <PinDigits count={pin.length} />
      <p className="ask-pin__notice" role="alert">
        {notice}
      </p>
      <Keypad
        canConfirm={!isWaiting && pin.length >= LEAST_DIGITS}
        onDigit={(digit) => setPin((typed) => (typed.length < MOST_DIGITS ? typed + digit : typed))}
        onErase={() => setPin((typed) => typed.slice(0, -1))}
        onConfirm={ask}
      />
    </div>
  );
}
