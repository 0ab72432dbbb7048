import { useCallback, useState } from 'react';
import type { NetworkDevice } from '../../../src/shared/setup.ts';
import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { EmptyState } from '../../ui/kit/EmptyState.tsx';
import { Row, Rows } from '../../ui/kit/Row.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { AddressForm } from './AddressForm.tsx';
import { MobileForm } from './MobileForm.tsx';
import { ProxyForm } from './ProxyForm.tsx';
import { SetupPage } from './SetupPage.tsx';
import type { StepProps } from './step-props.ts';
import { useLoaded } from './use-call.ts';
import { WifiForm } from './WifiForm.tsx';

/** Cable, Wi-Fi or mobile network, as far as the system lets itself be set up. */
export function NetworkStep(props: StepProps) {
  const t = useText();
  const { bridge } = useParts();
  const [view, load] = useLoaded(useCallback((session: string) => bridge.call('setup.network', { session }), [bridge]));
  const [opened, setOpened] = useState<NetworkDevice | 'proxy' | null>(null);
  const isConnected = view?.devices.some(({ state }) => state === 'connected') ?? false;
  const close = (): void => {
    setOpened(null);
    load();
  };
  return (
    <SetupPage step="network" isDone={isConnected || props.wasDone} {...props}>
      {opened === 'proxy' ? <ProxyForm onDone={close} /> : opened && <DeviceForm device={opened} onDone={close} />}
      {opened === null && view !== null && (
        <>
          <Devices manager={view.manager} devices={view.devices} onOpen={setOpened} onLoad={load} />
          <div className="panel">
            <Rows>
              <Row
                lead={<Icon name="cloud" />}
                title={t('setup.proxy.title')}
                detail={t('setup.proxy.about')}
                onPress={() => setOpened('proxy')}
              />
            </Rows>
          </div>
        </>
      )}
    </SetupPage>
  );
}

function DeviceForm({ device, onDone }: { readonly device: NetworkDevice; onDone(): void }) {
  if (device.kind === 'wifi') return <WifiForm onDone={onDone} />;
  if (device.kind === 'mobile') return <MobileForm onDone={onDone} />;
  return <AddressForm device={device} onDone={onDone} />;
}

interface DevicesProps {
  readonly manager: 'here' | 'missing' | 'refused';
  readonly devices: readonly NetworkDevice[];
  onOpen(device: NetworkDevice): void;
  onLoad(): void;
}

function Devices({ manager, devices, onOpen, onLoad }: DevicesProps) {
  const t = useText();
  if (manager !== 'here') return <EmptyState icon="network" title={t(`setup.network.${manager}`)} />;
  return (
    <Card
      title={t('setup.network.devices')}
      icon="network"
      aside={
        <Button icon="replay" onPress={onLoad}>
          {t('setup.again')}
        </Button>
      }
    >
      <Rows label={t('setup.network.devices')}>
        {devices.map((device) => (
          <Row
            key={device.name}
            lead={<Icon name={device.state === 'connected' ? 'check' : 'minus'} />}
            title={`${t(`setup.device.${device.kind}`)} · ${device.name}`}
            detail={device.addresses.join(', ') || t('setup.noAddress')}
            aside={t(`setup.state.${device.state}`)}
            onPress={() => onOpen(device)}
          />
        ))}
      </Rows>
      {devices.length === 0 && <p>{t('setup.network.none')}</p>}
    </Card>
  );
}
