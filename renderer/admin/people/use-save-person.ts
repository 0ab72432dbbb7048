import { useState } from 'react';
import { useToast } from '../../ui/kit/toasts.tsx';
import { useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { codeOf } from '../code-of.ts';
import { useSession } from '../session.ts';

export type Saving = { readonly kind: 'idle' | 'running' } | { readonly kind: 'failed'; readonly code: string };

interface NewPhotograph {
  readonly id: string;
  readonly name: string;
  readonly photograph: Uint8Array;
  readonly replace: boolean;
}

/** Saves a worker with a photograph; `onSaved` gets his id. */
export function useSavePerson(onSaved: (id: string) => void): readonly [Saving, (person: NewPhotograph) => void] {
  const t = useText();
  const say = useToast();
  const { bridge } = useParts();
  const { session, onExpired } = useSession();
  const [saving, setSaving] = useState<Saving>({ kind: 'idle' });
  const save = (person: NewPhotograph): void => {
    setSaving({ kind: 'running' });
    bridge.call('admin.savePerson', { session, ...person }).then(
      ({ alike: [nearest] }) => {
        if (nearest === undefined) say('good', t('enrol.saved'));
        else say('bad', t('enrol.savedAlike', { name: nearest.name }));
        onSaved(person.id);
      },
      (error: unknown) => {
        const code = codeOf(error);
        if (code === 'admin.unauthorised') onExpired();
        else setSaving({ kind: 'failed', code });
      },
    );
  };
  return [saving, save];
}
