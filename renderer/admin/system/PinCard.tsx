import { useCallback, useEffect, useReducer, useState } from 'react';
import { faultText } from '../../../src/shared/texts/texts.ts';
import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { Outcome } from '../../ui/kit/Outcome.tsx';
import { Sheet } from '../../ui/kit/Sheet.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { codeOf } from '../code-of.ts';
import { ConfirmWithPin } from '../ConfirmWithPin.tsx';
import { Keypad } from '../Keypad.tsx';
import { canConfirm, LEAST_DIGITS, MOST_DIGITS, startPin, stepPin } from '../pin-entry.ts';
import { PinDigits } from '../PinDigits.tsx';
import { useSession } from '../session.ts';

type Change =
  | { readonly kind: 'idle' | 'asking' | 'done' }
  | { readonly kind: 'choosing'; readonly confirmation: string }
  | { readonly kind: 'failed'; readonly code: string };

/** Replaces the PIN: the old one, then the new one twice. */
export function PinCard() {
  const t = useText();
  const language = useLanguage();
  const [change, setChange] = useState<Change>({ kind: 'idle' });
  const close = (): void => setChange({ kind: 'idle' });
  const end = useCallback((code: string | null) => setChange(code === null ? { kind: 'done' } : { kind: 'failed', code }), []);
  return (
    <Card title={t('pin.change.title')} icon="settings">
      <p>{t('pin.change.about')}</p>
      <div className="buttons">
        <Button onPress={() => setChange({ kind: 'asking' })}>{t('pin.change.open')}</Button>
      </div>
      {change.kind === 'done' && (
        <Outcome kind="good" label={t('pin.change.title')}>
          {t('pin.change.done')}
        </Outcome>
      )}
      {change.kind === 'failed' && (
        <Outcome kind="bad" label={t('pin.change.title')}>
          {t('admin.failed', { reason: faultText(language, change.code).what })}
        </Outcome>
      )}
      {change.kind === 'asking' && (
        <ConfirmWithPin
          title={t('pin.change.title')}
          loses={[t('pin.change.loses')]}
          confirm={t('pin.change.open')}
          onCancel={close}
          onConfirmed={(confirmation) => setChange({ kind: 'choosing', confirmation })}
        />
      )}
      {change.kind === 'choosing' && <NewPin confirmation={change.confirmation} onCancel={close} onEnd={end} />}
    </Card>
  );
}

interface NewPinProps {
  readonly confirmation: string;
  onCancel(): void;
  /** Null: it is changed. Must stay the same function. */
  onEnd(code: string | null): void;
}

function NewPin({ confirmation, onCancel, onEnd }: NewPinProps) {
  const t = useText();
  const { bridge } = useParts();
  const { session, onExpired } = useSession();
  const [entry, send] = useReducer(stepPin, false, startPin);
  const isWaiting = entry.notice.kind === 'waiting';
  useEffect(() => {
    if (!isWaiting) return;
    bridge.call('admin.changePin', { session, confirmation, pin: entry.digits }).then(
      () => onEnd(null),
      (error: unknown) => (codeOf(error) === 'admin.unauthorised' ? onExpired() : onEnd(codeOf(error))),
    );
    // Asked once, at the moment of confirming: until main answers the entry does not change.
  }, [isWaiting, entry.digits, bridge, session, confirmation, onEnd, onExpired]);
  return (
    <Sheet title={t(entry.step === 'repeat' ? 'pin.repeat' : 'pin.change.new')} onClose={onCancel}>
      <div className="ask-pin">
        <PinDigits count={entry.digits.length} />
        <p className="ask-pin__notice" role="alert">
          {entry.notice.kind === 'different' ? t('pin.different') : t('pin.rule', { least: LEAST_DIGITS, most: MOST_DIGITS })}
        </p>
        <Keypad
          canConfirm={canConfirm(entry)}
          onDigit={(digit) => send({ kind: 'digit', digit })}
          onErase={() => send({ kind: 'erase' })}
          onConfirm={() => send({ kind: 'confirm' })}
        />
      </div>
    </Sheet>
  );
}
