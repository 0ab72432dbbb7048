import { useState } from 'react';
import type { Output } from '../../../src/shared/ipc/contract.ts';
import { faultText } from '../../../src/shared/texts/texts.ts';
import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { Outcome } from '../../ui/kit/Outcome.tsx';
import { Page } from '../../ui/kit/Page.tsx';
import { Switch } from '../../ui/kit/Switch.tsx';
import { TextField } from '../../ui/kit/TextField.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { ConfirmWithPin } from '../ConfirmWithPin.tsx';
import { StickChoice, useStickChoice } from '../StickChoice.tsx';
import type { ActionState } from '../use-action.ts';
import { useOneCall } from './use-one-call.ts';

const LEAST_CHARACTERS = 8;

/** Writes the settings to a stick; with secrets only behind a passphrase and the PIN. */
export function ExportSettings({ onBack }: { onBack(): void }) {
  const t = useText();
  const { bridge } = useParts();
  const choice = useStickChoice();
  const { stick, isKnown } = choice;
  const [hasSecrets, setSecrets] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  const [isAsking, setAsking] = useState(false);
  const [written, call] = useOneCall<Output<'settingsFile.write'>>();
  const write = (confirmation: string | null): void => {
    setAsking(false);
    const secrets = confirmation === null ? null : { passphrase, confirmation };
    call((session) => bridge.call('settingsFile.write', { session, stick, secrets }));
  };
  return (
    <Page title={t('copy.export')} about={t('copy.about')} onBack={onBack}>
      <Card title={t('copy.place')} icon="usb">
        <StickChoice label={t('copy.place')} choice={choice} />
        <Switch label={t('copy.secrets')} help={t('copy.secrets.help')} isOn={hasSecrets} onChange={setSecrets} />
        {hasSecrets && (
          <TextField
            label={t('copy.passphrase')}
            help={t('copy.passphrase.help')}
            value={passphrase}
            mostCharacters={128}
            onChange={setPassphrase}
          />
        )}
        <div className="buttons">
          <Button
            kind="act"
            icon="usb"
            isBusy={written.kind === 'running' || !isKnown}
            isDisabled={hasSecrets && passphrase.length < LEAST_CHARACTERS}
            onPress={() => (hasSecrets ? setAsking(true) : write(null))}
          >
            {t('copy.write')}
          </Button>
        </div>
        <Written written={written} />
      </Card>
      {isAsking && (
        <ConfirmWithPin
          title={t('copy.export')}
          loses={[t('copy.write.loses')]}
          confirm={t('copy.write')}
          onCancel={() => setAsking(false)}
          onConfirmed={write}
        />
      )}
    </Page>
  );
}

function Written({ written }: { readonly written: ActionState<Output<'settingsFile.write'>> }) {
  const t = useText();
  const language = useLanguage();
  if (written.kind === 'idle') return null;
  if (written.kind === 'failed') {
    const { what, todo } = faultText(language, written.code);
    return (
      <Outcome kind="bad" label={t('copy.export')}>
        {`${what}. ${todo}`}
      </Outcome>
    );
  }
  const done = written.kind === 'done' ? written.value : null;
  return (
    <Outcome kind={done === null ? 'running' : 'good'} label={t('copy.export')}>
      {done === null
        ? t('copy.writing')
        : t(done.stick === null ? 'copy.written.terminal' : 'copy.written.stick', {
            stick: done.stick ?? '',
            file: done.fileName,
          })}
    </Outcome>
  );
}
