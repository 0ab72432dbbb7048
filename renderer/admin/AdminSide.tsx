import { useCallback, useEffect, useMemo, useState } from 'react';
import { faultText } from '../../src/shared/texts/texts.ts';
import { Icon } from '../ui/Icon.tsx';
import { useLanguage, useText } from '../ui/language.tsx';
import { useParts } from '../ui/terminal-context.ts';
import { ToastProvider } from '../ui/kit/toasts.tsx';
import { AdminPlaces } from './AdminPlaces.tsx';
import { codeOf } from './code-of.ts';
import { PinPage } from './PinPage.tsx';
import { SessionProvider } from './session.ts';
import { useUntouched } from './use-untouched.ts';
import '../ui/kit/kit.css';
import '../ui/kit/fields.css';
import '../ui/kit/sheet.css';
import './admin.css';
import './pin.css';

const UNTOUCHED_MS = 3 * 60_000;

type Entrance = { readonly hasPin: boolean } | { readonly code: string };

/** The admin side: the PIN, then the places; back to the kiosk by itself when nobody touches it. */
export function AdminSide({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const { bridge } = useParts();
  const [entrance, setEntrance] = useState<Entrance | null>(null);
  const [session, setSession] = useState<string | null>(null);

  useEffect(() => {
    bridge.call('admin.state', {}).then(setEntrance, (error: unknown) => setEntrance({ code: codeOf(error) }));
  }, [bridge]);
  const close = useCallback(() => {
    // Main forgets an unused session by itself.
    if (session !== null) bridge.call('admin.logout', { session }).catch(() => undefined);
    onClose();
  }, [bridge, session, onClose]);
  const open = useCallback((opened: string) => {
    setEntrance({ hasPin: true });
    setSession(opened);
  }, []);
  const opened = useMemo(() => session !== null && { session, onExpired: () => setSession(null) }, [session]);
  useUntouched(UNTOUCHED_MS, close);

  return (
    <section className="admin" role="dialog" aria-modal="true" aria-label={t('admin.title')}>
      <header className="admin__head">
        <h1>{t('admin.title')}</h1>
        <button type="button" className="button" onClick={close}>
          <Icon name="cross" />
          {t('admin.close')}
        </button>
      </header>
      {opened ? (
        <SessionProvider value={opened}>
          <ToastProvider>
            <AdminPlaces />
          </ToastProvider>
        </SessionProvider>
      ) : (
        entrance && <Entry entrance={entrance} onOpen={open} />
      )}
    </section>
  );
}

function Entry({ entrance, onOpen }: { readonly entrance: Entrance; readonly onOpen: (session: string) => void }) {
  const t = useText();
  const language = useLanguage();
  if ('hasPin' in entrance) return <PinPage hasPin={entrance.hasPin} onOpen={onOpen} />;
  return <p role="alert">{t('admin.failed', { reason: faultText(language, entrance.code).what })}</p>;
}
