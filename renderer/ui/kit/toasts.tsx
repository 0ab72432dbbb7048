import { createContext, use, useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { Icon } from '../Icon.tsx';

const SHOWN_MS = 4_000;

interface Toast {
  readonly id: number;
  readonly kind: 'good' | 'bad';
  readonly words: string;
}

type Say = (kind: Toast['kind'], words: string) => void;

const ToastContext = createContext<Say>(() => undefined);

/** A word at the foot of the screen that goes by itself; what must be read stands in the page instead. */
export const useToast = (): Say => use(ToastContext);

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toast, setToast] = useState<Toast | null>(null);
  const lastId = useRef(0);
  const say = useCallback<Say>((kind, words) => {
    const id = (lastId.current += 1);
    setToast({ id, kind, words });
    setTimeout(() => setToast((shown) => (shown?.id === id ? null : shown)), SHOWN_MS);
  }, []);
  const value = useMemo(() => say, [say]);
  return (
    <ToastContext value={value}>
      {children}
      <div className="toasts" role="status">
        {toast && (
          <p key={toast.id} className="toast" data-kind={toast.kind}>
            <Icon name={toast.kind === 'good' ? 'check' : 'warning'} />
            {toast.words}
          </p>
        )}
      </div>
    </ToastContext>
  );
}
