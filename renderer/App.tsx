import { lazy, Suspense, useCallback, useState } from 'react';
import { Corner } from './kiosk/Corner.tsx';
import { Kiosk } from './kiosk/Kiosk.tsx';
import { LanguageProvider } from './ui/language.tsx';
import { DraftProvider, DraftStore } from './ui/kit/drafts.ts';
import { useIsNew } from './kiosk/use-is-new.ts';
import { useTerminal } from './ui/terminal-context.ts';

const AdminSide = lazy(async () => ({ default: (await import('./admin/AdminSide.tsx')).AdminSide }));

/** The kiosk, and the admin side over it: the camera goes on meanwhile. */
export function App() {
  const { settings } = useTerminal();
  const [drafts] = useState(() => new DraftStore());
  const [isAdminOpen, setAdminOpen] = useState(false);
  const isNew = useIsNew(isAdminOpen);
  const openAdmin = useCallback(() => setAdminOpen(true), []);
  const closeAdmin = useCallback(() => setAdminOpen(false), []);
  return (
    <LanguageProvider language={settings?.language ?? 'zh'}>
      <div className="under" inert={isAdminOpen}>
        <Kiosk onSetUp={isNew ? openAdmin : null} />
        <Corner onOpen={openAdmin} />
      </div>
      {isAdminOpen && (
        <DraftProvider value={drafts}>
          <Suspense>
            <AdminSide onClose={closeAdmin} />
          </Suspense>
        </DraftProvider>
      )}
    </LanguageProvider>
  );
}
