import { useCallback, useEffect } from 'react';
import { fewestWorkers, percentText as percent, type SiteRate, type SiteRateView } from '../../../src/shared/site-rate.ts';
import { faultText } from '../../../src/shared/texts/texts.ts';
import { Card } from '../../ui/kit/Card.tsx';
import { Outcome } from '../../ui/kit/Outcome.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { fullTime } from '../../ui/times.ts';
import { useAction } from '../use-action.ts';

/** How often this site's own people would be taken for each other, and what can be done about it. */
export function SiteRateCard() {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  const [view, read] = useAction(useCallback((session: string) => bridge.call('tuning.siteRate', { session }), [bridge]));
  useEffect(read, [read]);
  return (
    <Card title={t('siteRate.title')} icon="person">
      {view.kind === 'done' && (view.value.measured === null ? <p>{t('siteRate.none')}</p> : <Words {...view.value} />)}
      {view.kind === 'failed' && (
        <Outcome kind="bad" label={t('siteRate.title')}>
          {t('admin.failed', { reason: faultText(language, view.code).what })}
        </Outcome>
      )}
    </Card>
  );
}

function Words({ measured, expected }: SiteRateView) {
  const t = useText();
  if (measured === null) return null;
  const { atMs, workers, named, lookalikes, doubles, rate } = measured;
  const time = fullTime(atMs);
  return (
    <>
      {rate === null ? (
        <p>{t('siteRate.few', { time, workers, fewest: fewestWorkers })}</p>
      ) : (
        <>
          <p>
            <strong>{t('siteRate.measured', { time, named, workers, share: percent(rate.share) })}</strong>
          </p>
          {lookalikes > 0 && <p>{t('siteRate.lookalikes', { count: lookalikes })}</p>}
          {measured.isHigh && <WayOut measured={measured} />}
          <p>{t('siteRate.interval', { low: percent(rate.low), high: percent(rate.high) })}</p>
        </>
      )}
      {doubles > 0 && <p>{t('siteRate.doubles', { count: doubles })}</p>}
      {rate !== null && expected !== null && <p>{t('siteRate.expected', { share: percent(expected) })}</p>}
    </>
  );
}

function WayOut({ measured: { neededThreshold } }: { readonly measured: SiteRate }) {
  const t = useText();
  return (
    <Outcome kind="bad" label={t('siteRate.title')}>
      {neededThreshold === null ? t('siteRate.photographs') : t('siteRate.raise', { threshold: neededThreshold.toFixed(3) })}
    </Outcome>
  );
}
