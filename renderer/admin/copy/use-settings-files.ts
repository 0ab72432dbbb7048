import { useCallback, useEffect, useState } from 'react';
import type { Output } from '../../../src/shared/ipc/contract.ts';
import { useParts } from '../../ui/terminal-context.ts';
import { codeOf } from '../code-of.ts';
import { useSession } from '../session.ts';

export type FoundFile = Output<'settingsFile.list'>['files'][number];

/** A stick is seen so soon after it was plugged in, ms. */
const LOOK_EVERY_MS = 2_000;

/** Files of settings on the sticks that are there, looked for again and again; null until main has said. */
export function useSettingsFiles(): readonly FoundFile[] | null {
  const { bridge } = useParts();
  const { session, onExpired } = useSession();
  const [files, setFiles] = useState<readonly FoundFile[] | null>(null);
  const look = useCallback(() => {
    bridge.call('settingsFile.list', { session }).then(
      (answer) => setFiles(answer.files),
      (error: unknown) => {
        if (codeOf(error) === 'admin.unauthorised') onExpired();
        else setFiles([]);
      },
    );
  }, [bridge, session, onExpired]);
  useEffect(() => {
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [look]);
  return files;
}
