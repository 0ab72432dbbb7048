import type { ReactNode } from 'react';
import { Icon, type IconName } from '../Icon.tsx';

interface ButtonProps {
  readonly children: ReactNode;
  readonly icon?: IconName;
  /** `act`: what the page is for; `danger`: cannot be taken back. Default plain. */
  readonly kind?: 'plain' | 'act' | 'danger';
  /** Takes the whole width. Default false. */
  readonly isWide?: boolean;
  readonly isDisabled?: boolean;
  /** What it started goes on: it cannot be pressed again. Default false. */
  readonly isBusy?: boolean;
  onPress(): void;
}

/** At least 64 px high; the words stay while it is busy, so that nothing moves. */
export function Button(props: ButtonProps) {
  const { children, icon, kind = 'plain', isWide = false, isDisabled = false, isBusy = false, onPress } = props;
  return (
    <button
      type="button"
      className={`button button--${kind}`}
      data-wide={isWide}
      disabled={isDisabled || isBusy}
      aria-busy={isBusy}
      onClick={onPress}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}
