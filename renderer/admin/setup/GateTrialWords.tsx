import type { GateTrial } from '../../../src/shared/setup.ts';
import { faultText } from '../../../src/shared/texts/texts.ts';
import { Outcome } from '../../ui/kit/Outcome.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { problemKey } from '../settings/setting-text.ts';

export type Trial =
  { readonly kind: 'idle' } | { readonly kind: 'running' } | GateTrial | { readonly kind: 'failed'; readonly code: string };

/** What became of a pulse on trial. */
export function GateTrialWords({ label, trial }: { readonly label: string; readonly trial: Trial }) {
  const t = useText();
  const language = useLanguage();
  if (trial.kind === 'idle') return <Outcome kind="none" label={label} />;
  if (trial.kind === 'running') {
    return (
      <Outcome kind="running" label={label}>
        {t('gate.trying')}
      </Outcome>
    );
  }
  if (trial.kind === 'failed') {
    return (
      <Outcome kind="bad" label={label}>
        {t('admin.failed', { reason: faultText(language, trial.code).what })}
      </Outcome>
    );
  }
  if (trial.kind === 'notApplied') {
    return (
      <Outcome kind="bad" label={label}>
        {t('settings.notApplied', { reason: faultText(language, trial.code).what })}
      </Outcome>
    );
  }
  if (trial.kind === 'refused') {
    return (
      <Outcome kind="bad" label={label}>
        {trial.problems.map((problem) => (
          <p key={problem.key}>{t(problemKey(problem), { detail: problem.detail })}</p>
        ))}
      </Outcome>
    );
  }
  const { outcome, tookMs, detail } = trial;
  return (
    <Outcome kind={outcome === 'opened' ? 'good' : 'bad'} label={label}>
      <p>{outcome === 'noDriver' ? t('setup.gate.noDriver') : t(`opening.${outcome}`, { ms: tookMs })}</p>
      {outcome === 'notAnswering' && <p>{t('setup.gate.check')}</p>}
      {outcome !== 'opened' && detail !== null && <p className="setup__detail">{detail}</p>}
    </Outcome>
  );
}
