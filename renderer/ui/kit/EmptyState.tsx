import type { ReactNode } from 'react';
import { Icon, type IconName } from '../Icon.tsx';

/** Nothing is here: why, and what fills it. */
export function EmptyState({
  icon,
  title,
  children,
}: {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className="empty">
      <Icon name={icon} />
      <p className="empty__title">{title}</p>
      {children}
    </div>
  );
}
