import type { ReactNode } from 'react';
import { Icon } from '../Icon.tsx';
import { useText } from '../language.tsx';

interface PageProps {
  readonly title: string;
  /** One sentence below the title. */
  readonly about?: string;
  /** Buttons that concern the whole page. */
  readonly actions?: ReactNode;
  /** Given: the page was opened from another one. */
  onBack?(): void;
  readonly children: ReactNode;
}

/** A place of the admin side, or what was opened from one: title, way back, what concerns all of it, content. */
export function Page({ title, about, actions, onBack, children }: PageProps) {
  const t = useText();
  return (
    <>
      <header className="page-head">
        {onBack && (
          <button type="button" className="page-head__back" aria-label={t('kit.back')} onClick={onBack}>
            <Icon name="back" />
          </button>
        )}
        <div className="page-head__words">
          <h2>{title}</h2>
          {about !== undefined && <p className="page-head__about">{about}</p>}
        </div>
        {actions && <div className="page-head__actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}
