import { faultText } from '../../../src/shared/texts/texts.ts';
import { useToast } from '../../ui/kit/toasts.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { codeOf } from '../code-of.ts';
import { ConfirmWithPin } from '../ConfirmWithPin.tsx';
import { useSession } from '../session.ts';

interface ForgetLearntProps {
  /** Null: everybody. */
  readonly person: { readonly id: string; readonly name: string } | null;
  onCancel(): void;
  onForgotten(): void;
}

/** Says what is lost and what stays, then asks for the PIN. */
export function ForgetLearnt({ person, onCancel, onForgotten }: ForgetLearntProps) {
  const t = useText();
  const language = useLanguage();
  const say = useToast();
  const { bridge } = useParts();
  const { session, onExpired } = useSession();
  const forget = (confirmation: string): void => {
    onCancel();
    bridge.call('admin.forgetLearnt', { session, confirmation, id: person?.id ?? null }).then(
      ({ templates }) => {
        say('good', t('learnt.forgotten', { count: templates }));
        onForgotten();
      },
      (error: unknown) => {
        const code = codeOf(error);
        if (code === 'admin.unauthorised') onExpired();
        else say('bad', t('admin.failed', { reason: faultText(language, code).what }));
      },
    );
  };
  return (
    <ConfirmWithPin
      title={person === null ? t('learnt.forgetAll.title') : t('learnt.forget.title', { name: person.name })}
      loses={[t('learnt.forget.loses'), t('learnt.forget.keeps')]}
      confirm={t('learnt.forget')}
      onCancel={onCancel}
      onConfirmed={forget}
    />
  );
}
