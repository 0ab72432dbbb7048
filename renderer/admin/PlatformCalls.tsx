import { useCallback, useEffect } from 'react';
import type { PlatformCallLine } from '../../src/shared/platform-call-line.ts';
import { faultText } from '../../src/shared/texts/texts.ts';
import { Icon } from '../ui/Icon.tsx';
import { Button } from '../ui/kit/Button.tsx';
import { Card } from '../ui/kit/Card.tsx';
import { Outcome } from '../ui/kit/Outcome.tsx';
import { Row, Rows } from '../ui/kit/Row.tsx';
import { useLanguage, useText } from '../ui/language.tsx';
import { sizeText } from '../ui/sizes.ts';
import { useParts } from '../ui/terminal-context.ts';
import { listTime } from '../ui/times.ts';
import { useAction } from './use-action.ts';

/** How the platform's last calls went. */
export function PlatformCalls() {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  const load = useCallback((session: string) => bridge.call('setup.platformCalls', { session }), [bridge]);
  const [calls, read] = useAction(load);
  useEffect(read, [read]);
  const lines = calls.kind === 'done' ? calls.value.calls : [];
  return (
    <Card title={t('platform.calls')} icon="list" aside={<Button onPress={read}>{t('platform.calls.refresh')}</Button>}>
      <p>{t('platform.calls.about')}</p>
      {calls.kind === 'done' && lines.length === 0 && <p>{t('platform.calls.none')}</p>}
      {lines.length > 0 && (
        <Rows label={t('platform.calls')}>
          {lines.map((line, index) => (
            <CallRow key={`${String(line.atMs)} ${String(index)}`} line={line} />
          ))}
        </Rows>
      )}
      {calls.kind === 'failed' && (
        <Outcome kind="bad" label={t('platform.calls')}>
          {t('admin.failed', { reason: faultText(language, calls.code).what })}
        </Outcome>
      )}
    </Card>
  );
}

function CallRow({ line: { name, atMs, tookMs, sentBytes, receivedBytes, code, isFine } }: { readonly line: PlatformCallLine }) {
  const t = useText();
  const language = useLanguage();
  const isAnswered = sentBytes !== null && receivedBytes !== null;
  return (
    <Row
      lead={<Icon name={isFine ? 'check' : 'warning'} />}
      title={`${name} · ${code}`}
      detail={
        isAnswered
          ? t('platform.calls.sizes', { sent: sizeText(sentBytes), received: sizeText(receivedBytes), ms: tookMs })
          : `${t('platform.calls.noAnswer', { ms: tookMs })} · ${faultText(language, code).what}`
      }
      aside={listTime(atMs)}
    />
  );
}
