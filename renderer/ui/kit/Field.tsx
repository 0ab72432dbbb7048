import { useId, type ReactNode } from 'react';
import { Icon } from '../Icon.tsx';

/** What the control of a field is told of its words. */
export interface FieldIds {
  readonly labelId: string;
  /** Of the input that the label belongs to, where there is one. */
  readonly inputId: string;
  /** Help and problem, for `aria-describedby`. */
  readonly aboutId: string;
  readonly isWrong: boolean;
}

interface FieldProps {
  readonly label: string;
  readonly unit?: string | null;
  /** One sentence. */
  readonly help?: string | undefined;
  /** Why what was entered cannot be taken. */
  readonly problem?: string | null | undefined;
  /** Below the words: reset, a mark that it waits for a restart. */
  readonly foot?: ReactNode;
  /**
   * There is one input, which takes `inputId`: then a touch on the label is one on it, and readers find the label also when it
   * is scrolled out of sight. Default false.
   */
  readonly hasInput?: boolean;
  /** Beside the label instead of below it: for switches. Default false. */
  readonly isInline?: boolean;
  readonly children: (ids: FieldIds) => ReactNode;
}

/** Label, control, help, problem: the same for every kind of entry. */
export function Field({
  label,
  unit = null,
  help,
  problem = null,
  foot,
  hasInput = false,
  isInline = false,
  children,
}: FieldProps) {
  const id = useId();
  const ids: FieldIds = { labelId: `${id}-label`, inputId: `${id}-input`, aboutId: `${id}-about`, isWrong: problem !== null };
  const words = (
    <>
      {label}
      {unit !== null && <span className="field__unit">{unit}</span>}
    </>
  );
  return (
    <div className="field" data-inline={isInline} data-wrong={ids.isWrong}>
      {hasInput ? (
        <label className="field__label" id={ids.labelId} htmlFor={ids.inputId}>
          {words}
        </label>
      ) : (
        <div className="field__label" id={ids.labelId}>
          {words}
        </div>
      )}
      <div className="field__control">{children(ids)}</div>
      <div className="field__about" id={ids.aboutId}>
        {problem !== null && (
          <p className="field__problem" role="alert">
            <Icon name="warning" />
            {problem}
          </p>
        )}
        {help !== undefined && help !== '' && <p className="field__help">{help}</p>}
      </div>
      {foot}
    </div>
  );
}
