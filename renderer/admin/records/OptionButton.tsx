import { useState } from 'react';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { Button } from '../../ui/kit/Button.tsx';
import { Sheet } from '../../ui/kit/Sheet.tsx';

interface Option<T> {
  readonly value: T;
  readonly words: string;
  readonly detail?: string;
}

interface OptionButtonProps<T> {
  readonly label: string;
  readonly icon: IconName;
  readonly choices: readonly Option<T>[];
  readonly value: T;
  onChange(value: T): void;
}

/** What a list is narrowed to, on a button that says it; another is chosen from full-width lines. */
export function OptionButton<T extends string | null>({ label, icon, choices, value, onChange }: OptionButtonProps<T>) {
  const [isOpen, setOpen] = useState(false);
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <>
      <Button icon={icon} onPress={() => setOpen(true)}>
        {chosen?.words ?? label}
      </Button>
      {isOpen && (
        <Sheet title={label} onClose={() => setOpen(false)}>
          <div className="options" role="radiogroup" aria-label={label}>
            {choices.map((choice) => (
              <button
                key={choice.value}
                type="button"
                role="radio"
                className="option"
                aria-checked={choice.value === value}
                onClick={() => {
                  setOpen(false);
                  onChange(choice.value);
                }}
              >
                <Icon name={choice.value === value ? 'check' : 'blank'} />
                <span className="option__words">
                  {choice.words}
                  {choice.detail !== undefined && <span className="option__detail number">{choice.detail}</span>}
                </span>
              </button>
            ))}
          </div>
        </Sheet>
      )}
    </>
  );
}
