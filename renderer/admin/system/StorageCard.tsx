import { useCallback, useEffect } from 'react';
import type { StorageView } from '../../../src/shared/storage-view.ts';
import { faultText } from '../../../src/shared/texts/texts.ts';
import { Card } from '../../ui/kit/Card.tsx';
import { Outcome } from '../../ui/kit/Outcome.tsx';
import { Row, Rows } from '../../ui/kit/Row.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { sizeText } from '../../ui/sizes.ts';
import { useParts } from '../../ui/terminal-context.ts';
import { useAction } from '../use-action.ts';

/** What lies on the disk, and when it will be full. */
export function StorageCard() {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  const [storage, read] = useAction(useCallback((session: string) => bridge.call('admin.storage', { session }), [bridge]));
  useEffect(read, [read]);
  return (
    <Card title={t('storage.title')}>
      {storage.kind === 'done' && <StorageRows storage={storage.value} />}
      {storage.kind === 'failed' && (
        <Outcome kind="bad" label={t('storage.title')}>
          {t('admin.failed', { reason: faultText(language, storage.code).what })}
        </Outcome>
      )}
    </Card>
  );
}

function StorageRows({ storage }: { readonly storage: StorageView }) {
  const t = useText();
  const { databaseBytes, logBytes, freeBytes, punches, refusals, punchDays, refusalDays, forecast } = storage;
  return (
    <>
      <p>{t(`storage.forecast.${forecast.kind}`, { days: forecast.kind === 'fullIn' ? Math.floor(forecast.days) : 0 })}</p>
      {forecast.kind === 'fullIn' && <p>{t('storage.forecast.fullIn.do')}</p>}
      {forecast.kind !== 'unknown' && <p>{t('storage.pace', { size: sizeText(forecast.perDayBytes) })}</p>}
      <Rows label={t('storage.title')}>
        <Row title={t('storage.free')} aside={sizeText(freeBytes)} />
        <Row title={t('storage.database')} aside={sizeText(databaseBytes)} />
        <Row title={t('storage.logs')} aside={sizeText(logBytes)} />
        <Row title={t('storage.punches', { days: punchDays })} aside={punches.toLocaleString()} />
        <Row title={t('storage.refusals', { days: refusalDays })} aside={refusals.toLocaleString()} />
      </Rows>
    </>
  );
}
