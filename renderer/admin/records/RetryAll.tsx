import { Button } from '../../ui/kit/Button.tsx';
import { useText } from '../../ui/language.tsx';
import { useRetry } from './use-retry.ts';

/** Everything that the platform did not accept is sent again. */
export function RetryAll({ onRetried }: { readonly onRetried: () => void }) {
  const t = useText();
  const [isBusy, retry] = useRetry(null, onRetried);
  return (
    <Button icon="replay" isBusy={isBusy} onPress={retry}>
      {t('punches.retryAll')}
    </Button>
  );
}
