import { useId, type ReactNode } from 'react';
import { Icon, type IconName } from '../Icon.tsx';

interface CardProps {
  readonly title: string;
  readonly icon?: IconName;
  /** Stands at the right of the title: a state, a button. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** One matter of a page, with its title. */
export function Card({ title, icon, aside, children }: CardProps) {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <header className="panel__head">
        {icon && <Icon name={icon} />}
        <h3 id={id}>{title}</h3>
        {aside !== undefined && <div className="panel__aside">{aside}</div>}
      </header>
      {children}
    </section>
  );
}
