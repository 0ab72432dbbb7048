import { useId, type ReactNode } from 'react';
import { Icon } from '../Icon.tsx';

/** What the control of a field is told of its words. */
export interface FieldIds {
  readonly labelId: string;
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
  /** Beside the label instead of below it: for switches. Default false. */
  readonly isInline?: boolean;
  readonly children: (ids: FieldIds) => ReactNode;
}

/** Label, control, help, problem: the same for every kind of entry. */
export function Field({ label, unit = null, help, problem = null, foot, isInline = false, children }: FieldProps) {
  const id = useId();
  const ids: FieldIds = { labelId: `${id}-label`, aboutId: `${id}-about`, isWrong: problem !== null };
  return (
    <div className="field" data-inline={isInline} data-wrong={ids.isWrong}>
      <div className="field__label" id={ids.labelId}>
        {label}
        {unit !== null && <span className="field__unit">{unit}</span>}
      </div>
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
