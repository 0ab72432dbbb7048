import { useCallback, useEffect, useState } from 'react';
import type { SettingsFileOutcome, SettingsFileView } from '../../../src/shared/settings.ts';
import { faultText } from '../../../src/shared/texts/texts.ts';
import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { Outcome } from '../../ui/kit/Outcome.tsx';
import { Page } from '../../ui/kit/Page.tsx';
import { TextField } from '../../ui/kit/TextField.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { FileChanges } from './FileChanges.tsx';
import { useOneCall } from './use-one-call.ts';
import type { FoundFile } from './use-settings-files.ts';

interface SettingsFileProps {
  readonly file: FoundFile;
  onBack(): void;
  readonly onApplied: ((keys: readonly string[]) => void) | undefined;
  onDone(): void;
}

/** One file of settings: its secrets opened, what it would change, and the button that does it. */
export function SettingsFile({ file, onBack, onApplied, onDone }: SettingsFileProps) {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  const { token } = file;
  const [reading, callRead] = useOneCall<SettingsFileView>();
  const [view, setView] = useState<SettingsFileView | null>(null);
  const [applying, callApply] = useOneCall<SettingsFileOutcome>();
  const read = useCallback(
    (passphrase: string | null) =>
      callRead((session) => bridge.call('settingsFile.read', { session, token, passphrase }), setView),
    [bridge, callRead, token],
  );
  useEffect(() => read(null), [read]);
  const apply = (shown: SettingsFileView): void => {
    callApply(
      (session) => bridge.call('settingsFile.apply', { session, token }),
      (outcome) => {
        if (outcome.kind === 'refused') setView({ ...shown, problems: outcome.problems });
        if (outcome.kind === 'saved') onApplied?.(keysOf(shown, outcome));
      },
    );
  };
  const notApplied = applying.kind === 'done' && applying.value.kind === 'notApplied' ? applying.value : null;
  const applied = applying.kind === 'done' && applying.value.kind === 'saved' ? applying.value : null;
  const count = view === null ? 0 : view.changes.length + view.system.length;
  const canApply = view !== null && count > 0 && view.problems.length === 0 && applied === null;
  return (
    <Page title={file.name} about={t('copy.onStick', { stick: file.stick })} onBack={onBack}>
      {reading.kind === 'running' && view === null && (
        <Outcome kind="running" label={t('copy.import')}>
          {t('copy.reading')}
        </Outcome>
      )}
      <Failure state={reading} />
      {view?.secrets === 'closed' && applied === null && <Passphrase isBusy={reading.kind === 'running'} onOpen={read} />}
      {view !== null && <FileChanges view={view} />}
      <Failure state={applying} />
      {notApplied !== null && (
        <Outcome kind="bad" label={t('copy.import')}>
          {t('settings.notApplied', { reason: faultText(language, notApplied.code).what })}
        </Outcome>
      )}
      {applied !== null && (
        <>
          <Outcome kind="good" label={t('copy.import')}>
            {t('copy.applied', { count: view?.changes.length ?? 0 })} {t(`settings.saved.${applied.timing}`)}
          </Outcome>
          {applied.system.map(({ part, outcome }) => (
            <Outcome key={part} kind={outcome.kind === 'done' ? 'good' : 'bad'} label={t(`copy.system.${part}`)}>
              {`${t(`copy.system.${part}`)}: ${t(`setup.outcome.${outcome.kind}`)}`}
            </Outcome>
          ))}
          <div className="buttons">
            <Button kind="act" icon="check" onPress={onDone}>
              {t('copy.done')}
            </Button>
          </div>
        </>
      )}
      {canApply && (
        <div className="buttons">
          <Button kind="act" icon="check" isBusy={applying.kind === 'running'} onPress={() => apply(view)}>
            {t('copy.apply', { count })}
          </Button>
        </div>
      )}
    </Page>
  );
}

/** Settings by key, and the parts of the system that were set up. */
const keysOf = (
  { changes }: SettingsFileView,
  { system }: Extract<SettingsFileOutcome, { kind: 'saved' }>,
): readonly string[] => [
  ...changes.map(({ row }) => row.key),
  ...system.filter(({ outcome }) => outcome.kind === 'done').map(({ part }) => part),
];

function Passphrase({ isBusy, onOpen }: { readonly isBusy: boolean; onOpen(passphrase: string): void }) {
  const t = useText();
  const [typed, setTyped] = useState('');
  return (
    <Card title={t('copy.passphrase')} icon="info">
      <TextField
        label={t('copy.passphrase')}
        help={t('copy.closed')}
        value={typed}
        mostCharacters={128}
        isSecret
        onChange={setTyped}
      />
      <div className="buttons">
        <Button isBusy={isBusy} isDisabled={typed === ''} onPress={() => onOpen(typed)}>
          {t('copy.open')}
        </Button>
      </div>
    </Card>
  );
}

function Failure({ state }: { readonly state: { readonly kind: string; readonly code?: string } }) {
  const t = useText();
  const language = useLanguage();
  if (state.kind !== 'failed' || state.code === undefined) return null;
  const { what, todo } = faultText(language, state.code);
  return (
    <Outcome kind="bad" label={t('copy.import')}>
      {`${what}. ${todo}`}
    </Outcome>
  );
}
