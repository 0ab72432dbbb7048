import { useEffect, useState } from 'react';
import type { DayTally } from '../../../src/shared/punch-view.ts';
import { tagOf, useLanguage, useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { dayName } from '../../ui/times.ts';
import { codeOf } from '../code-of.ts';
import { useSession } from '../session.ts';
import { OptionButton } from './OptionButton.tsx';

/** The day that punches are narrowed to; each with how many there were. */
export function DayButton({ day, onChange }: { readonly day: string | null; readonly onChange: (day: string | null) => void }) {
  const t = useText();
  const tag = tagOf(useLanguage());
  const { bridge } = useParts();
  const { session, onExpired } = useSession();
  const [days, setDays] = useState<{ readonly today: string; readonly days: readonly DayTally[] }>({ today: '', days: [] });
  useEffect(() => {
    const ending = new AbortController();
    bridge.call('admin.punchDays', { session }).then(
      (answer) => {
        if (!ending.signal.aborted) setDays(answer);
      },
      (error: unknown) => {
        // Without the days the list still works; what is wrong stands there.
        if (codeOf(error) === 'admin.unauthorised') onExpired();
      },
    );
    return () => ending.abort();
  }, [bridge, session, onExpired]);
  const wordsOf = (one: string): string =>
    one === days.today ? t('punches.day.today') : dayName(new Date(`${one}T12:00`).getTime(), tag);
  const choices = [
    { value: null, words: t('punches.day.any') },
    ...days.days.map(({ day: value, punches, workers }) => ({
      value,
      words: wordsOf(value),
      detail: t('punches.day.tally', { punches: punches.toLocaleString(tag), workers: workers.toLocaleString(tag) }),
    })),
  ];
  return <OptionButton label={t('punches.day')} icon="clock" choices={choices} value={day} onChange={onChange} />;
}
