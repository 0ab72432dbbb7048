import { useState } from 'react';
import { Button } from '../ui/kit/Button.tsx';
import { Choices } from '../ui/kit/Choices.tsx';
import { useText } from '../ui/language.tsx';
import { useSticks } from './records/use-sticks.ts';

/** Where no stick has this name. */
const TERMINAL = '';

export interface StickChoiceState {
  /** A stick by its name; null: the terminal's own folder. */
  readonly stick: string | null;
  /** False until main has said which sticks there are. */
  readonly isKnown: boolean;
  readonly sticks: readonly string[];
  choose(value: string): void;
  lookAgain(): void;
}

/** Where a file goes: the first stick until another place is chosen, and again when that one was pulled out. */
export function useStickChoice(): StickChoiceState {
  const [sticks, lookAgain] = useSticks();
  const [chosen, choose] = useState<string | null>(null);
  const places = [...(sticks ?? []), TERMINAL];
  const place = chosen !== null && places.includes(chosen) ? chosen : places[0];
  return {
    stick: place === TERMINAL ? null : (place ?? null),
    isKnown: sticks !== null,
    sticks: sticks ?? [],
    choose,
    lookAgain,
  };
}

/** The sticks and the terminal's own folder side by side, and how to look for sticks again. */
export function StickChoice({ label, choice }: { readonly label: string; readonly choice: StickChoiceState }) {
  const t = useText();
  const { sticks, stick, choose, lookAgain } = choice;
  return (
    <div className="tools">
      <Choices
        label={label}
        choices={[
          ...sticks.map((name) => ({ value: name, words: t('export.place.stick', { name }) })),
          { value: TERMINAL, words: t('export.place.terminal') },
        ]}
        value={stick ?? TERMINAL}
        onChange={choose}
      />
      <Button icon="usb" onPress={lookAgain}>
        {t('sticks.again')}
      </Button>
    </div>
  );
}
