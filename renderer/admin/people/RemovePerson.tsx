import { useState } from 'react';
import type { PersonDetail } from '../../../src/shared/people-view.ts';
import { faultText } from '../../../src/shared/texts/texts.ts';
import { useToast } from '../../ui/kit/toasts.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { codeOf } from '../code-of.ts';
import { ConfirmWithPin } from '../ConfirmWithPin.tsx';
import { useSession } from '../session.ts';

interface RemovePersonProps {
  readonly person: PersonDetail;
  /** A platform sent the record. */
  readonly isOwned: boolean;
  onCancel(): void;
  onRemoved(): void;
}

/** Says what is lost and what stays, then asks for the PIN. */
export function RemovePerson({ person, isOwned, onCancel, onRemoved }: RemovePersonProps) {
  const t = useText();
  const language = useLanguage();
  const say = useToast();
  const { bridge } = useParts();
  const { session, onExpired } = useSession();
  const [isRemoving, setRemoving] = useState(false);
  if (isRemoving) return null;
  const remove = (confirmation: string): void => {
    setRemoving(true);
    bridge.call('admin.removePerson', { session, confirmation, id: person.id }).then(
      () => {
        say('good', t('people.removed'));
        onRemoved();
      },
      (error: unknown) => {
        const code = codeOf(error);
        if (code === 'admin.unauthorised') onExpired();
        else say('bad', t('admin.failed', { reason: faultText(language, code).what }));
        onCancel();
      },
    );
  };
  const loses = [t('people.remove.loses'), t('people.remove.keeps'), ...(isOwned ? [t('people.remove.owned')] : [])];
  return (
    <ConfirmWithPin
      title={t('people.remove.title', { name: person.name })}
      loses={loses}
      confirm={t('people.remove')}
      onCancel={onCancel}
      onConfirmed={remove}
    />
  );
}
