import type { ReactNode } from 'react';
import { Icon, type IconName } from '../../ui/Icon.tsx';

/** A state in a word and a sign; colour alone says nothing. */
export function Pill({
  kind,
  icon,
  children,
}: {
  readonly kind: 'good' | 'care' | 'stop' | 'plain';
  readonly icon: IconName;
  readonly children: ReactNode;
}) {
  return (
    <span className="pill" data-kind={kind}>
      <Icon name={icon} />
      {children}
    </span>
  );
}
