import { useState } from 'react';
import { faultText } from '../../../src/shared/texts/texts.ts';
import { useToast } from '../../ui/kit/toasts.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { codeOf } from '../code-of.ts';
import { useSession } from '../session.ts';

/** Sends one punch that was not accepted again, or with null all of them. */
export function useRetry(id: number | null, onRetried: () => void): readonly [boolean, () => void] {
  const t = useText();
  const language = useLanguage();
  const say = useToast();
  const { bridge } = useParts();
  const { session, onExpired } = useSession();
  const [isBusy, setBusy] = useState(false);
  const retry = (): void => {
    setBusy(true);
    bridge.call('admin.retryPunches', { session, id }).then(
      ({ retried }) => {
        setBusy(false);
        say('good', t('punches.retried', { count: retried }));
        onRetried();
      },
      (error: unknown) => {
        setBusy(false);
        const code = codeOf(error);
        if (code === 'admin.unauthorised') onExpired();
        else say('bad', t('admin.failed', { reason: faultText(language, code).what }));
      },
    );
  };
  return [isBusy, retry];
}
