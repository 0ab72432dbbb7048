import { faultText } from '../../../src/shared/texts/texts.ts';
import { Outcome } from '../../ui/kit/Outcome.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { isTaken, type ConnectionTest } from './use-connection-test.ts';

/** What the platform's calls found, in words: what is wrong, and where its right value is to be had. */
export function ConnectionWords({ test }: { readonly test: ConnectionTest }) {
  const t = useText();
  const language = useLanguage();
  const label = t('setup.platform.test');
  if (test.kind === 'idle') return <Outcome kind="none" label={label} />;
  if (test.kind === 'running') {
    return (
      <Outcome kind="running" label={label}>
        {t('setup.platform.trying')}
      </Outcome>
    );
  }
  if (test.kind === 'failed') {
    return (
      <Outcome kind="bad" label={label}>
        {t('admin.failed', { reason: faultText(language, test.code).what })}
      </Outcome>
    );
  }
  const { kind, at, clockAheadMs, detail, tookMs } = test.finding;
  const minutes = Math.max(1, Math.round(Math.abs(clockAheadMs ?? 0) / 60_000));
  return (
    <Outcome kind={isTaken(test.finding) ? 'good' : 'bad'} label={label}>
      <p className="setup__finding">
        {kind === 'clock' && clockAheadMs === null ? t('finding.clockUnknown') : t(`finding.${kind}`, { ms: tookMs, minutes })}
      </p>
      <p>{t(`finding.${kind}.do`)}</p>
      {(at !== null || detail !== null) && (
        <p className="setup__detail">{[at, detail].filter((part) => part !== null).join(' · ')}</p>
      )}
    </Outcome>
  );
}
