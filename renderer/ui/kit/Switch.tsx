import type { ReactNode } from 'react';
import { Field } from './Field.tsx';
import { useText } from '../language.tsx';

interface SwitchProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly help?: string | undefined;
  readonly problem?: string | null | undefined;
  readonly foot?: ReactNode;
  readonly isDisabled?: boolean;
  onChange(isOn: boolean): void;
}

/** Yes or no, said by place and word, not by colour alone. */
export function Switch({ label, isOn, isDisabled = false, onChange, ...field }: SwitchProps) {
  const t = useText();
  return (
    <Field label={label} isInline {...field}>
      {({ labelId, aboutId }) => (
        <button
          type="button"
          role="switch"
          className="switch"
          aria-checked={isOn}
          aria-labelledby={labelId}
          aria-describedby={aboutId}
          disabled={isDisabled}
          onClick={() => onChange(!isOn)}
        >
          <span className="switch__word">{t(isOn ? 'kit.on' : 'kit.off')}</span>
          <span className="switch__thumb" />
        </button>
      )}
    </Field>
  );
}
