import { lazy, Suspense, useCallback, useState } from 'react';
import { Corner } from './kiosk/Corner.tsx';
import { Kiosk } from './kiosk/Kiosk.tsx';
import { LanguageProvider } from './ui/language.tsx';
import { useTerminal } from './ui/terminal-context.ts';

const AdminSide = lazy(async () => ({ default: (await import('./admin/AdminSide.tsx')).AdminSide }));

/** The kiosk, and the admin side over it: the camera goes on meanwhile. */
export function App() {
  const { settings } = useTerminal();
  const [isAdminOpen, setAdminOpen] = useState(false);
  const openAdmin = useCallback(() => setAdminOpen(true), []);
  const closeAdmin = useCallback(() => setAdminOpen(false), []);
  return (
    <LanguageProvider language={settings?.language ?? 'zh'}>
      <div className="under" inert={isAdminOpen}>
        <Kiosk />
        <Corner onOpen={openAdmin} />
      </div>
      {isAdminOpen && (
        <Suspense>
          <AdminSide onClose={closeAdmin} />
        </Suspense>
      )}
    </LanguageProvider>
  );
}
