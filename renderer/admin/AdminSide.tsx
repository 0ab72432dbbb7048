import { useCallback, useEffect, useMemo, useState } from 'react';
import { faultText, type Language } from '../../src/shared/texts/texts.ts';
import { LanguageProvider, useLanguage, useText } from '../ui/language.tsx';
import { useParts } from '../ui/terminal-context.ts';
import { OnScreenKeyboard } from '../ui/keyboard/OnScreenKeyboard.tsx';
import { Button } from '../ui/kit/Button.tsx';
import { ToastProvider } from '../ui/kit/toasts.tsx';
import { AdminInside } from './AdminInside.tsx';
import { codeOf } from './code-of.ts';
import { PinPage } from './PinPage.tsx';
import { LanguagePage } from './setup/LanguagePage.tsx';
import { SessionProvider } from './session.ts';
import { useUntouched } from './use-untouched.ts';
import '../ui/kit/kit.css';
import '../ui/kit/fields.css';
import '../ui/kit/sheet.css';
import './admin.css';
import './pin.css';
import './setup/setup.css';

const UNTOUCHED_MS = 3 * 60_000;

type Entrance = { readonly hasPin: boolean } | { readonly code: string };

/** The admin side: the PIN, then the places; back to the kiosk by itself when nobody touches it. */
export function AdminSide({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const { bridge, isRemote = false } = useParts();
  const [entrance, setEntrance] = useState<Entrance | null>(null);
  const [session, setSession] = useState<string | null>(null);
  /** Chosen on the first visit, before there is a PIN to save it with. */
  const [firstLanguage, setFirstLanguage] = useState<Language | null>(null);
  const isFirst = entrance !== null && 'hasPin' in entrance && !entrance.hasPin;

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

  const side = (
    <section className="admin" role="dialog" aria-modal="true" aria-label={t('admin.title')}>
      <Head onClose={close} />
      {isFirst && firstLanguage === null ? (
        <LanguagePage onChoose={setFirstLanguage} />
      ) : opened ? (
        <SessionProvider value={opened}>
          <ToastProvider>
            <AdminInside firstLanguage={firstLanguage} />
          </ToastProvider>
        </SessionProvider>
      ) : (
        entrance && <Entry entrance={entrance} onOpen={open} />
      )}
      {!isRemote && <OnScreenKeyboard />}
    </section>
  );
  return firstLanguage === null ? side : <LanguageProvider language={firstLanguage}>{side}</LanguageProvider>;
}

function Head({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  return (
    <header className="admin__head">
      <h1>{t('admin.title')}</h1>
      <Button icon="cross" onPress={onClose}>
        {t('admin.close')}
      </Button>
    </header>
  );
}

function Entry({ entrance, onOpen }: { readonly entrance: Entrance; readonly onOpen: (session: string) => void }) {
  const t = useText();
  const language = useLanguage();
  if ('hasPin' in entrance) return <PinPage hasPin={entrance.hasPin} onOpen={onOpen} />;
  return <p role="alert">{t('admin.failed', { reason: faultText(language, entrance.code).what })}</p>;
}
