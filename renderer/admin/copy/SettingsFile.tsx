import { useCallback, useEffect, useState } from 'react';
import type { SettingsFileView } from '../../../src/shared/settings.ts';
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
}

/** One file of settings: its secrets opened, what it would change, and the button that does it. */
export function SettingsFile({ file, onBack, onApplied }: SettingsFileProps) {
  const t = useText();
  const { bridge } = useParts();
  const { token } = file;
  const [reading, callRead] = useOneCall<SettingsFileView>();
  const [view, setView] = useState<SettingsFileView | null>(null);
  const [applying, callApply] = useOneCall<SettingsFileView>();
  const read = useCallback(
    (passphrase: string | null) =>
      callRead((session) => bridge.call('settingsFile.read', { session, token, passphrase }), setView),
    [bridge, callRead, token],
  );
  useEffect(() => read(null), [read]);
  const apply = (shown: SettingsFileView): void => {
    callApply(
      async (session) => {
        const outcome = await bridge.call('settingsFile.apply', { session, token });
        return { ...shown, problems: outcome.kind === 'refused' ? outcome.problems : [] };
      },
      (after) => {
        if (after.problems.length > 0) setView(after);
        else onApplied?.(after.changes.map(({ row }) => row.key));
      },
    );
  };
  const isApplied = applying.kind === 'done' && applying.value.problems.length === 0;
  const canApply = view !== null && view.changes.length > 0 && view.problems.length === 0 && !isApplied;
  return (
    <Page title={file.name} about={t('copy.onStick', { stick: file.stick })} onBack={onBack}>
      {reading.kind === 'running' && view === null && (
        <Outcome kind="running" label={t('copy.import')}>
          {t('copy.reading')}
        </Outcome>
      )}
      <Failure state={reading} />
      {view?.secrets === 'closed' && !isApplied && <Passphrase isBusy={reading.kind === 'running'} onOpen={read} />}
      {view !== null && <FileChanges view={view} />}
      <Failure state={applying} />
      {isApplied && (
        <Outcome kind="good" label={t('copy.import')}>
          {t('copy.applied', { count: applying.value.changes.length })} {t(`settings.saved.${applying.value.timing}`)}
        </Outcome>
      )}
      {canApply && (
        <div className="buttons">
          <Button kind="act" icon="check" isBusy={applying.kind === 'running'} onPress={() => apply(view)}>
            {t('copy.apply', { count: view.changes.length })}
          </Button>
        </div>
      )}
    </Page>
  );
}

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
