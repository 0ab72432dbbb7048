import { useCallback } from 'react';
import type { TimeChange } from '../../../src/shared/setup.ts';
import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { useDraft } from '../../ui/kit/drafts.ts';
import { Row, Rows } from '../../ui/kit/Row.tsx';
import { Switch } from '../../ui/kit/Switch.tsx';
import { TextField } from '../../ui/kit/TextField.tsx';
import { tagOf, useLanguage, useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { clockTime, dayName } from '../../ui/times.ts';
import { useNow } from '../../ui/use-now.ts';
import { ChangeOutcome } from './ChangeOutcome.tsx';
import { SetupPage } from './SetupPage.tsx';
import type { StepProps } from './step-props.ts';
import { useChange } from './use-change.ts';
import { useLoaded } from './use-call.ts';

const CHINA = 'Asia/Shanghai';

/** Clock, zone and time server: punches carry the time of this clock. */
export function TimeStep(props: StepProps) {
  const t = useText();
  const tag = tagOf(useLanguage());
  const now = useNow();
  const { bridge } = useParts();
  const [view, load] = useLoaded(useCallback((session: string) => bridge.call('setup.time', { session }), [bridge]));
  const [server, setServer] = useDraft('time server', '');
  const [state, start] = useChange(load);
  const change = (what: TimeChange): void => start((session) => bridge.call('setup.changeTime', { session, change: what }));
  const isHere = view?.tool === 'here';
  return (
    <SetupPage step="time" isDone {...props}>
      <Card title={t('setup.time.now')} icon="clock">
        <p className="setup__clock number">{clockTime(now)}</p>
        <p>
          {dayName(now, tag)} · {Intl.DateTimeFormat().resolvedOptions().timeZone}
        </p>
      </Card>
      {view !== null && !isHere && <p className="setup__note">{t('setup.time.missing')}</p>}
      {isHere && (
        <Card title={t('setup.time.system')} icon="settings">
          <Rows>
            <Row title={t('setup.time.synchronised')} aside={t(view.isSynchronised === true ? 'admin.yes' : 'setup.no')} />
            <Row
              title={t('setup.time.zone')}
              detail={view.zone ?? ''}
              aside={
                view.zone === CHINA ? undefined : (
                  <Button onPress={() => change({ kind: 'zone', zone: CHINA })}>{t('setup.time.china')}</Button>
                )
              }
            />
          </Rows>
          <Switch
            label={t('setup.time.automatic')}
            help={t('setup.time.automaticHelp')}
            isOn={view.isAutomatic === true}
            onChange={(isOn) => change({ kind: 'automatic', isOn })}
          />
          <TextField
            label={t('setup.time.server')}
            help={t('setup.time.serverHelp')}
            keys="address"
            value={server}
            onChange={setServer}
            foot={server !== '' && <Button onPress={() => change({ kind: 'server', server })}>{t('setup.apply')}</Button>}
          />
          <ChangeOutcome state={state} label={t('setup.time.system')} />
        </Card>
      )}
    </SetupPage>
  );
}
