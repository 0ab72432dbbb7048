import { useCallback, useId, type ReactNode } from 'react';
import { Icon } from '../Icon.tsx';
import { useText } from '../language.tsx';

interface SheetProps {
  readonly title: string;
  /** `alertdialog` where something is decided. Default `dialog`. */
  readonly role?: 'dialog' | 'alertdialog';
  readonly children: ReactNode;
  onClose(): void;
}

/** What lies over the page until it is answered; the browser keeps focus inside and everything else out of reach. */
export function Sheet({ title, role = 'dialog', children, onClose }: SheetProps) {
  const t = useText();
  const id = useId();
  const open = useCallback((dialog: HTMLDialogElement) => {
    dialog.showModal();
    return () => dialog.close();
  }, []);
  return (
    <dialog
      ref={open}
      className="sheet"
      role={role}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className="sheet__head">
        <h2 id={id}>{title}</h2>
        <button type="button" className="sheet__close" aria-label={t('admin.cancel')} onClick={onClose}>
          <Icon name="cross" />
        </button>
      </header>
      <div className="sheet__body">{children}</div>
    </dialog>
  );
}
