import { useEffect, useReducer } from 'react';
import { faultText } from '../../src/shared/texts/texts.ts';
import { useLanguage, useText } from '../ui/language.tsx';
import { useParts } from '../ui/terminal-context.ts';
import { clockTime } from '../ui/times.ts';
import { codeOf } from './code-of.ts';
import { Keypad } from './Keypad.tsx';
import { PinDigits } from './PinDigits.tsx';
import { canConfirm, LEAST_DIGITS, MOST_DIGITS, startPin, stepPin, type PinEntry } from './pin-entry.ts';

interface PinPageProps {
  readonly hasPin: boolean;
  onOpen(session: string): void;
}

const refusals: readonly PinEntry['notice']['kind'][] = ['wrong', 'locked', 'different', 'failed'];
const titles = { enter: 'pin.enter', choose: 'pin.set', repeat: 'pin.repeat' } as const;

/** Asks for the PIN; on the first visit lets one be chosen. */
export function PinPage({ hasPin, onOpen }: PinPageProps) {
  const t = useText();
  const { bridge } = useParts();
  const [entry, send] = useReducer(stepPin, hasPin, startPin);
  const isWaiting = entry.notice.kind === 'waiting';

  useEffect(() => {
    if (!isWaiting) return;
    const ask = async (): Promise<void> => {
      if (entry.step !== 'enter') return onOpen((await bridge.call('admin.setPin', { pin: entry.digits })).session);
      const answer = await bridge.call('admin.login', { pin: entry.digits });
      if (answer.kind === 'open') onOpen(answer.session);
      else send(answer);
    };
    ask().catch((error: unknown) => send({ kind: 'failed', code: codeOf(error) }));
    // Asked once, at the moment of confirming: until main answers the entry does not change.
  }, [isWaiting, entry.step, entry.digits, bridge, onOpen]);

  return (
    <section className="pin">
      <div className="pin__asked">
        <h1>{t(titles[entry.step])}</h1>
        <PinDigits count={entry.digits.length} />
        <p className="pin__notice" role="alert" data-refused={refusals.includes(entry.notice.kind)}>
          <Notice entry={entry} />
        </p>
      </div>
      <Keypad
        canConfirm={canConfirm(entry)}
        onDigit={(digit) => send({ kind: 'digit', digit })}
        onErase={() => send({ kind: 'erase' })}
        onConfirm={() => send({ kind: 'confirm' })}
      />
    </section>
  );
}

function Notice({ entry: { notice, step } }: { readonly entry: PinEntry }) {
  const t = useText();
  const language = useLanguage();
  if (notice.kind === 'wrong') return t('pin.wrong', { count: notice.triesLeft });
  if (notice.kind === 'locked') return t('pin.locked', { time: clockTime(notice.untilMs) });
  if (notice.kind === 'different') return t('pin.different');
  if (notice.kind === 'failed') return t('admin.failed', { reason: faultText(language, notice.code).what });
  return step === 'enter' ? null : t('pin.rule', { least: LEAST_DIGITS, most: MOST_DIGITS });
}
