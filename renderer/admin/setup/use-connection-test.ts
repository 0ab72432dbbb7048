import { useState } from 'react';
import type { ConnectionFinding } from '../../../src/shared/connection-finding.ts';
import type { SettingChanges } from '../../../src/shared/settings.ts';
import { useParts } from '../../ui/terminal-context.ts';
import { codeOf } from '../code-of.ts';
import { useSession } from '../session.ts';

export type ConnectionTest =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  | { readonly kind: 'found'; readonly finding: ConnectionFinding }
  | { readonly kind: 'failed'; readonly code: string };

/** The platform took every call: a clock that differs was corrected for them. */
export const isTaken = ({ kind, at }: ConnectionFinding): boolean =>
  kind === 'ok' || kind === 'unencrypted' || (kind === 'clock' && (at === 'T_GET_TASKS' || at === 'Online'));

type Start = (changes: SettingChanges['changes'], onFound?: (finding: ConnectionFinding) => void) => void;

/** The real calls with what is entered. */
export function useConnectionTest(): readonly [ConnectionTest, Start] {
  const { bridge } = useParts();
  const { session, onExpired } = useSession();
  const [test, setTest] = useState<ConnectionTest>({ kind: 'idle' });
  const start: Start = (changes, onFound) => {
    setTest({ kind: 'running' });
    bridge.call('setup.testPlatform', { session, changes }).then(
      (finding) => {
        setTest({ kind: 'found', finding });
        onFound?.(finding);
      },
      (error: unknown) => {
        const code = codeOf(error);
        if (code === 'admin.unauthorised') onExpired();
        else setTest({ kind: 'failed', code });
      },
    );
  };
  return [test, start];
}
