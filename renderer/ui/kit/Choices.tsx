interface ChoicesProps<T extends string> {
  readonly label: string;
  readonly choices: readonly { readonly value: T; readonly words: string }[];
  readonly value: T;
  onChange(value: T): void;
}

/** A few choices side by side, one of them taken: filters, short selections. */
export function Choices<T extends string>({ label, choices, value, onChange }: ChoicesProps<T>) {
  return (
    <div className="choices" role="radiogroup" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          role="radio"
          className="choices__one"
          aria-checked={choice.value === value}
          onClick={() => onChange(choice.value)}
        >
          {choice.words}
        </button>
      ))}
    </div>
  );
}
