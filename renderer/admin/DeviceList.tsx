import { useCallback, useEffect, useState } from 'react';
import type { DeviceLine } from '../../src/shared/device-view.ts';
import { faultText } from '../../src/shared/texts/texts.ts';
import { Button } from '../ui/kit/Button.tsx';
import { Card } from '../ui/kit/Card.tsx';
import { Outcome } from '../ui/kit/Outcome.tsx';
import { Row, Rows } from '../ui/kit/Row.tsx';
import { useLanguage, useText } from '../ui/language.tsx';
import { useParts } from '../ui/terminal-context.ts';
import { listTime } from '../ui/times.ts';
import { useAction } from './use-action.ts';
import './devices.css';

/** What is wired to the terminal, with what each last said and what went wrong. Looked at when asked, so that a session can end. */
export function DeviceList() {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  // What was seen before stays until there is something newer.
  const [devices, setDevices] = useState<readonly DeviceLine[]>([]);
  const [found, look] = useAction(
    useCallback(
      (session: string) => bridge.call('admin.devices', { session }).then((answer) => setDevices(answer.devices)),
      [bridge],
    ),
  );
  useEffect(look, [look]);
  return (
    <Card title={t('device.title')}>
      <Rows label={t('device.title')}>
        {devices.map((device) => (
          <DeviceRow key={`${String(device.lane ?? 1)} ${device.name}`} device={device} />
        ))}
      </Rows>
      <p>{t('device.test')}</p>
      <Button isBusy={found.kind === 'running'} onPress={look}>
        {t('device.look')}
      </Button>
      {found.kind === 'failed' && (
        <Outcome kind="bad" label={t('device.title')}>
          {t('admin.failed', { reason: faultText(language, found.code).what })}
        </Outcome>
      )}
    </Card>
  );
}

function DeviceRow({ device }: { readonly device: DeviceLine }) {
  const t = useText();
  const language = useLanguage();
  const { lane, name, state, place, lastContactMs, counts, errors, lastHex, lastFault } = device;
  const facts = [
    place,
    lastContactMs === null ? '' : t('device.lastContact', { time: listTime(lastContactMs) }),
    counts.map(({ what, count }) => t(`device.count.${what}`, { count })).join(' · '),
    errors.map(({ code, count }) => `${code} ${String(count)}`).join(' · '),
    lastHex.length === 0 ? '' : t('device.lastBytes', { hex: lastHex.join(' → ') }),
    lastFault === null ? '' : faultText(language, lastFault).what,
  ].filter((fact) => fact !== '');
  const detail = facts.map((fact) => (
    <span key={fact} className="device__fact">
      {fact}
    </span>
  ));
  const what = t(`device.${name}`);
  return <Row title={lane === 2 ? t('lane.of2', { what }) : what} aside={t(`device.state.${state}`)} detail={detail} />;
}
