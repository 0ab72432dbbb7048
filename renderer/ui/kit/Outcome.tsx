import type { ReactNode } from 'react';
import { Icon } from '../Icon.tsx';

/** The answer of a test or an act, in words, beside what was tested. */
export function Outcome({
  kind,
  label,
  children,
}: {
  readonly kind: 'none' | 'running' | 'good' | 'bad';
  readonly label: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className="outcome" role="status" aria-label={label} data-kind={kind}>
      {kind === 'good' && <Icon name="check" />}
      {kind === 'bad' && <Icon name="warning" />}
      {kind !== 'none' && <div>{children}</div>}
    </div>
  );
}
