import { faultText } from '../../../src/shared/texts/texts.ts';
import { Outcome } from '../../ui/kit/Outcome.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import type { ChangeState } from './use-change.ts';

/** What a change of the system came to, in words; what the system itself said stands below. */
export function ChangeOutcome({ state, label }: { readonly state: ChangeState; readonly label: string }) {
  const t = useText();
  const language = useLanguage();
  if (state.kind === 'idle') return <Outcome kind="none" label={label} />;
  if (state.kind === 'running') {
    return (
      <Outcome kind="running" label={label}>
        {t('setup.working')}
      </Outcome>
    );
  }
  if (state.kind === 'failed') {
    return (
      <Outcome kind="bad" label={label}>
        {t('admin.failed', { reason: faultText(language, state.code).what })}
      </Outcome>
    );
  }
  const { kind, detail } = state.outcome;
  return (
    <Outcome kind={kind === 'done' ? 'good' : 'bad'} label={label}>
      <p>{t(`setup.outcome.${kind}`)}</p>
      {detail !== null && <p className="setup__detail">{detail}</p>}
    </Outcome>
  );
}
