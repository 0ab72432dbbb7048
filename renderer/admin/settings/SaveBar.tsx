import { faultText } from '../../../src/shared/texts/texts.ts';
import { Button } from '../../ui/kit/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { problemKey, readEntry } from './setting-text.ts';
import type { Settings } from './use-settings.ts';

/** What waits, for what, and the way to let it happen; the outcome in words. */
export function SaveBar({ settings }: { readonly settings: Settings }) {
  const t = useText();
  const language = useLanguage();
  const { view, draft, state, forget, saveDraft } = settings;
  const waiting = (view?.rows ?? []).filter(({ key }) => draft[key] !== undefined);
  const isReadable = waiting.every((row) => readEntry(row, draft[row.key] ?? '').kind === 'value');
  const needsStart = waiting.some(({ timing }) => timing !== 'now');
  if (waiting.length === 0 && (state.kind === 'idle' || state.kind === 'saving')) return null;
  const labelOf = (key: string): string => view?.rows.find((row) => row.key === key)?.label[language] ?? key;
  return (
    <footer className="save-bar" role="region" aria-label={t('settings.bar')} data-kind={state.kind}>
      <div className="save-bar__words" role="status">
        {state.kind === 'saved' && waiting.length === 0 && (
          <p>
            <Icon name="check" /> {t(`settings.saved.${state.timing}`)}
          </p>
        )}
        {state.kind === 'failed' && <p>{t('admin.failed', { reason: faultText(language, state.code).what })}</p>}
        {state.kind === 'notApplied' && <p>{t('settings.notApplied', { reason: faultText(language, state.code).what })}</p>}
        {state.kind === 'refused' &&
          state.problems.map((problem) => (
            <p key={problem.key}>
              {labelOf(problem.key)}: {t(problemKey(problem), { detail: problem.detail })}
            </p>
          ))}
        {waiting.length > 0 && state.kind !== 'refused' && (
          <p>{t(needsStart ? 'settings.waitsRestart' : 'settings.waits', { count: waiting.length })}</p>
        )}
      </div>
      {waiting.length > 0 && (
        <div className="buttons">
          <Button onPress={forget}>{t('settings.forget')}</Button>
          <Button
            kind="act"
            icon="check"
            isDisabled={!isReadable || view?.canSave === false}
            isBusy={state.kind === 'saving'}
            onPress={saveDraft}
          >
            {t('settings.save')}
          </Button>
        </div>
      )}
    </footer>
  );
}
