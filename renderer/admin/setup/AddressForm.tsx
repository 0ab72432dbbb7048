import type { NetworkDevice } from '../../../src/shared/setup.ts';
import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { Choices } from '../../ui/kit/Choices.tsx';
import { useDraft } from '../../ui/kit/drafts.ts';
import { TextField } from '../../ui/kit/TextField.tsx';
import { useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { ChangeOutcome } from './ChangeOutcome.tsx';
import { useChange } from './use-change.ts';

interface Entered {
  readonly kind: 'automatic' | 'fixed';
  readonly address: string;
  readonly gateway: string;
  /** With spaces between. */
  readonly dns: string;
}

/** The address of a cable: given by the network, or fixed. */
export function AddressForm({ device, onDone }: { readonly device: NetworkDevice; readonly onDone: () => void }) {
  const t = useText();
  const { bridge } = useParts();
  const [entered, setEntered] = useDraft<Entered>(`address ${device.name}`, {
    kind: 'automatic',
    address: device.addresses[0] ?? '',
    gateway: device.gateway ?? '',
    dns: device.dns.join(' '),
  });
  const [state, change] = useChange(onDone);
  const { kind, address, gateway, dns } = entered;
  const apply = (): void =>
    change((session) =>
      bridge.call('setup.changeNetwork', {
        session,
        change:
          kind === 'automatic'
            ? { kind, device: device.name }
            : { kind, device: device.name, address, gateway, dns: dns.split(/[\s,，]+/).filter((server) => server !== '') },
      }),
    );
  return (
    <Card title={`${t(`setup.device.${device.kind}`)} · ${device.name}`} icon="network">
      <Choices
        label={t('setup.address.kind')}
        value={kind}
        choices={[
          { value: 'automatic', words: t('setup.address.automatic') },
          { value: 'fixed', words: t('setup.address.fixed') },
        ]}
        onChange={(chosen) => setEntered({ ...entered, kind: chosen })}
      />
      {kind === 'fixed' && (
        <>
          <TextField
            label={t('setup.address.address')}
            help={t('setup.address.addressHelp')}
            keys="address"
            value={address}
            onChange={(value) => setEntered({ ...entered, address: value })}
          />
          <TextField
            label={t('setup.address.gateway')}
            keys="address"
            value={gateway}
            onChange={(value) => setEntered({ ...entered, gateway: value })}
          />
          <TextField
            label={t('setup.address.dns')}
            help={t('setup.address.dnsHelp')}
            keys="address"
            value={dns}
            onChange={(value) => setEntered({ ...entered, dns: value })}
          />
        </>
      )}
      <ChangeOutcome state={state} label={t('setup.address.kind')} />
      <div className="buttons">
        <Button onPress={onDone}>{t('kit.back')}</Button>
        <Button kind="act" isBusy={state.kind === 'running'} onPress={apply}>
          {t('setup.apply')}
        </Button>
      </div>
    </Card>
  );
}
