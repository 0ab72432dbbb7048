import { Field } from './Field.tsx';
import type { KeyKind } from './key-kind.ts';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly unit?: string | null;
  readonly help?: string | undefined;
  readonly problem?: string | null | undefined;
  readonly placeholder?: string;
  /** `pinyin`: names, typed by their sound. Default `text`. */
  readonly keys?: KeyKind;
  /** Not shown while it is typed. Default false. */
  readonly isSecret?: boolean;
  readonly mostCharacters?: number | null;
  readonly foot?: React.ReactNode;
  onChange(value: string): void;
}

/** A line of text; on the terminal the on-screen keyboard opens with it. */
export function TextField(props: TextFieldProps) {
  const { label, value, keys = 'text', isSecret = false, mostCharacters = null, placeholder, onChange, ...field } = props;
  return (
    <Field label={label} hasInput {...field}>
      {({ inputId, aboutId, isWrong }) => (
        <input
          id={inputId}
          className="entry"
          type={isSecret ? 'password' : 'text'}
          value={value}
          placeholder={placeholder}
          maxLength={mostCharacters ?? undefined}
          data-keys={keys}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-describedby={aboutId}
          aria-invalid={isWrong}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
