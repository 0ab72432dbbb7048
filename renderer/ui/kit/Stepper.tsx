import type { ReactNode } from 'react';
import { Icon } from '../Icon.tsx';
import { useText } from '../language.tsx';
import { Field } from './Field.tsx';
import { stepped } from './stepped.ts';

interface StepperProps {
  readonly label: string;
  readonly unit?: string | null;
  /** As typed: it may be no number yet. */
  readonly value: string;
  readonly step: number;
  readonly least: number | null;
  readonly most: number | null;
  readonly help?: string | undefined;
  readonly problem?: string | null | undefined;
  readonly foot?: ReactNode;
  onChange(value: string): void;
}

/** A number: less, the number itself, more. */
export function Stepper({ label, value, step, least, most, onChange, ...field }: StepperProps) {
  const t = useText();
  const number = Number(value);
  const isNumber = value.trim() !== '' && Number.isFinite(number);
  const by = (direction: 1 | -1): void => onChange(stepped(isNumber ? number : (least ?? 0), direction * step, least, most));
  return (
    <Field label={label} hasInput {...field}>
      {({ labelId, inputId, aboutId, isWrong }) => (
        <div className="stepper">
          <button
            type="button"
            className="stepper__key"
            aria-label={t('kit.less')}
            aria-describedby={labelId}
            disabled={isNumber && least !== null && number <= least}
            onClick={() => by(-1)}
          >
            <Icon name="minus" />
          </button>
          <input
            id={inputId}
            className="entry number"
            type="text"
            inputMode="decimal"
            value={value}
            data-keys="number"
            autoComplete="off"
            aria-describedby={aboutId}
            aria-invalid={isWrong}
            onChange={(event) => onChange(event.target.value)}
          />
          <button
            type="button"
            className="stepper__key"
            aria-label={t('kit.more')}
            aria-describedby={labelId}
            disabled={isNumber && most !== null && number >= most}
            onClick={() => by(1)}
          >
            <Icon name="plus" />
          </button>
        </div>
      )}
    </Field>
  );
}
