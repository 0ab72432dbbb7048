import { useCallback, useState } from 'react';
import type { WifiNetwork } from '../../../src/shared/setup.ts';
import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { Row, Rows } from '../../ui/kit/Row.tsx';
import { TextField } from '../../ui/kit/TextField.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { ChangeOutcome } from './ChangeOutcome.tsx';
import { useChange } from './use-change.ts';
import { useLoaded } from './use-call.ts';

/** The networks in reach; one of them with its password. */
export function WifiForm({ onDone }: { readonly onDone: () => void }) {
  const t = useText();
  const { bridge } = useParts();
  const [found, look] = useLoaded(useCallback((session: string) => bridge.call('setup.wifi', { session }), [bridge]));
  const [chosen, setChosen] = useState<WifiNetwork | null>(null);
  const [password, setPassword] = useState('');
  const [state, change] = useChange(onDone);
  const join = (): void => {
    const ssid = chosen?.ssid ?? '';
    change((session) => bridge.call('setup.changeNetwork', { session, change: { kind: 'wifi', ssid, password } }));
  };
  if (chosen !== null) {
    return (
      <Card title={chosen.ssid} icon="network">
        {chosen.isSecured && <TextField label={t('setup.wifi.password')} isSecret value={password} onChange={setPassword} />}
        <ChangeOutcome state={state} label={chosen.ssid} />
        <div className="buttons">
          <Button onPress={() => setChosen(null)}>{t('kit.back')}</Button>
          <Button kind="act" isBusy={state.kind === 'running'} onPress={join}>
            {t('setup.wifi.join')}
          </Button>
        </div>
      </Card>
    );
  }
  return (
    <Card
      title={t('setup.wifi.networks')}
      icon="network"
      aside={
        <Button icon="replay" onPress={look}>
          {t('setup.again')}
        </Button>
      }
    >
      <Rows label={t('setup.wifi.networks')}>
        {(found?.networks ?? []).map((network) => (
          <Row
            key={network.ssid}
            lead={<Icon name={network.isInUse ? 'check' : network.isSecured ? 'lock' : 'network'} />}
            title={network.ssid}
            aside={t('setup.wifi.signal', { signal: network.signal })}
            onPress={() => setChosen(network)}
          />
        ))}
      </Rows>
      {found?.networks.length === 0 && <p>{t('setup.wifi.none')}</p>}
      <div className="buttons">
        <Button onPress={onDone}>{t('kit.back')}</Button>
      </div>
    </Card>
  );
}
