import { useEffect, useState } from 'react';
import type { SetupState } from '../../src/shared/setup.ts';
import type { Language } from '../../src/shared/texts/texts.ts';
import { useParts, useTerminal } from '../ui/terminal-context.ts';
import { AdminPlaces } from './AdminPlaces.tsx';
import { useSession } from './session.ts';
import { FirstStart } from './setup/FirstStart.tsx';

/** Behind the PIN: the first start as long as it is not over, else the places. */
export function AdminInside({ firstLanguage }: { readonly firstLanguage: Language | null }) {
  const { bridge, isRemote = false } = useParts();
  const { session } = useSession();
  const { status } = useTerminal();
  const isDemo = status?.areas['terminal']?.state === 'demo';
  const [setup, setSetup] = useState<SetupState | 'over' | null>(null);
  useEffect(() => {
    const begin = async (): Promise<SetupState | 'over'> => {
      if (isDemo || isRemote) return 'over';
      if (firstLanguage === null) {
        const state = await bridge.call('setup.state', { session });
        return state.progress === 'begun' ? state : 'over';
      }
      await bridge.call('admin.saveSettings', { session, changes: { 'device.language': firstLanguage }, reset: [] });
      return bridge.call('setup.start', { session });
    };
    // Without an answer the places are there all the same; each says what is wrong.
    begin().then(setSetup, () => setSetup('over'));
  }, [bridge, session, isDemo, isRemote, firstLanguage]);
  if (setup === null) return null;
  if (setup === 'over') return <AdminPlaces onSetUp={setSetup} />;
  return <FirstStart state={setup} onClose={() => setSetup('over')} />;
}
