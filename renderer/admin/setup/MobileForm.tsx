import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { useDraft } from '../../ui/kit/drafts.ts';
import { TextField } from '../../ui/kit/TextField.tsx';
import { useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { ChangeOutcome } from './ChangeOutcome.tsx';
import { useChange } from './use-change.ts';

/** The access point of a modem's card. */
export function MobileForm({ onDone }: { readonly onDone: () => void }) {
  const t = useText();
  const { bridge } = useParts();
  const [apn, setApn] = useDraft('mobile apn', 'cmnet');
  const [state, change] = useChange(onDone);
  return (
    <Card title={t('setup.device.mobile')} icon="network">
      <TextField label={t('setup.mobile.apn')} help={t('setup.mobile.apnHelp')} value={apn} onChange={setApn} />
      <ChangeOutcome state={state} label={t('setup.device.mobile')} />
      <div className="buttons">
        <Button onPress={onDone}>{t('kit.back')}</Button>
        <Button
          kind="act"
          isBusy={state.kind === 'running'}
          onPress={() => change((session) => bridge.call('setup.changeNetwork', { session, change: { kind: 'mobile', apn } }))}
        >
          {t('setup.apply')}
        </Button>
      </div>
    </Card>
  );
}
