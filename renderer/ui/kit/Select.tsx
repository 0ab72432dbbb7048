import { useState, type ReactNode } from 'react';
import { Icon } from '../Icon.tsx';
import { Field } from './Field.tsx';
import { Sheet } from './Sheet.tsx';

interface SelectProps<T extends string> {
  readonly label: string;
  readonly choices: readonly { readonly value: T; readonly words: string; readonly detail?: string }[];
  readonly value: T;
  readonly help?: string | undefined;
  readonly problem?: string | null | undefined;
  readonly foot?: ReactNode;
  onChange(value: T): void;
}

/** One of several, chosen from a list of full-width lines: a browser's own list is too small for gloves. */
export function Select<T extends string>({ label, choices, value, onChange, ...field }: SelectProps<T>) {
  const [isOpen, setOpen] = useState(false);
  const chosen = choices.find((choice) => choice.value === value);
  const take = (taken: T): void => {
    setOpen(false);
    onChange(taken);
  };
  return (
    <Field label={label} {...field}>
      {({ labelId, aboutId }) => (
        <>
          <button
            type="button"
            className="entry select"
            aria-haspopup="dialog"
            aria-labelledby={`${labelId} ${labelId}-value`}
            aria-describedby={aboutId}
            onClick={() => setOpen(true)}
          >
            <span id={`${labelId}-value`}>{chosen?.words ?? value}</span>
            <Icon name="down" />
          </button>
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
                    onClick={() => take(choice.value)}
                  >
                    <Icon name={choice.value === value ? 'check' : 'blank'} />
                    <span className="option__words">
                      {choice.words}
                      {choice.detail !== undefined && <span className="option__detail">{choice.detail}</span>}
                    </span>
                  </button>
                ))}
              </div>
            </Sheet>
          )}
        </>
      )}
    </Field>
  );
}
