import { useCallback, useEffect, useState } from 'react';
import type { UpdateView } from '../../src/shared/update-view.ts';
import { faultText, stateText } from '../../src/shared/texts/texts.ts';
import { Askable } from '../ui/Askable.tsx';
import { Button } from '../ui/kit/Button.tsx';
import { Card } from '../ui/kit/Card.tsx';
import { Outcome } from '../ui/kit/Outcome.tsx';
import { Row, Rows } from '../ui/kit/Row.tsx';
import { useLanguage, useText } from '../ui/language.tsx';
import { useParts } from '../ui/terminal-context.ts';
import { listTime } from '../ui/times.ts';
import { ConfirmWithPin } from './ConfirmWithPin.tsx';
import { useSession } from './session.ts';
import { useAction } from './use-action.ts';

const EVERY_MS = 1_000;
const SHOWN = 5;

/** Which version runs, what goes on, what the latest updates came to, and how to install one from a stick. */
export function UpdateCard() {
  const t = useText();
  const view = useUpdateView();
  if (view === null) return null;
  return (
    <Card title={t('update.title')}>
      <p>{t('update.version', { version: view.version, slot: t(`update.slot.${view.slot}`) })}</p>
      {view.cannot === null ? <UpdateSteps view={view} /> : <Reason code={view.cannot} />}
      <History view={view} />
    </Card>
  );
}

/** Asked for again and again: an update takes minutes, and its progress is no state of the terminal. */
function useUpdateView(): UpdateView | null {
  const { bridge } = useParts();
  const { session } = useSession();
  const [view, setView] = useState<UpdateView | null>(null);
  useEffect(() => {
    let isGone = false;
    const load = (): void => {
      bridge.call('admin.update', { session }).then(
        (found) => {
          if (!isGone) setView(found);
        },
        // The next one tells; a session that ended is noticed at the first touch.
        () => undefined,
      );
    };
    load();
    const timer = setInterval(load, EVERY_MS);
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [bridge, session]);
  return view;
}

function Reason({ code }: { readonly code: string }) {
  const { what, todo } = faultText(useLanguage(), code);
  return (
    <>
      <p>{what}</p>
      <p>{todo}</p>
    </>
  );
}

function UpdateSteps({ view }: { readonly view: UpdateView }) {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  const [, cancel] = useAction(useCallback((session: string) => bridge.call('admin.updateCancel', { session }), [bridge]));
  const { step, version, doneBytes, totalBytes } = view.progress;
  if (step === 'idle')
    return (
      <Askable call="admin.updateInstall">
        <Install />
      </Askable>
    );
  return (
    <>
      <p role="status">
        {stateText(language, 'update', step).what} {version}
      </p>
      {doneBytes !== null && totalBytes !== null && <progress value={doneBytes} max={totalBytes} />}
      <Askable call="admin.updateCancel">
        {' '}
        <div className="buttons">
          <Button onPress={cancel}>{t('update.cancel')}</Button>
        </div>
      </Askable>{' '}
    </>
  );
}

function Install() {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  const [found, find] = useAction(useCallback((session: string) => bridge.call('admin.updateFind', { session }), [bridge]));
  const [chosen, setChosen] = useState<string | null>(null);
  const [confirmed, setConfirmed] = useState({ name: '', confirmation: '' });
  const install = useCallback(
    (session: string) => bridge.call('admin.updateInstall', { session, ...confirmed, when: 'atOnce' }),
    [bridge, confirmed],
  );
  const [installing, start] = useAction(install);
  useEffect(() => {
    if (confirmed.name !== '') start();
  }, [confirmed, start]);
  return (
    <>
      <div className="buttons">
        <Button isBusy={found.kind === 'running'} onPress={find}>
          {t('update.find')}
        </Button>
      </div>
      {found.kind === 'done' && found.value.packages.length === 0 && <p>{t('update.none')}</p>}
      {found.kind === 'done' &&
        found.value.packages.map(({ name, sizeBytes }) => (
          <Button key={name} isWide isBusy={installing.kind === 'running'} onPress={() => setChosen(name)}>
            {t('update.install', { name, size: Math.ceil(sizeBytes / 1_000_000) })}
          </Button>
        ))}
      {installing.kind === 'done' && (
        <Outcome kind="good" label={t('update.title')}>
          {t('update.installed', { version: installing.value.version })}
        </Outcome>
      )}
      {installing.kind === 'failed' && (
        <Outcome kind="bad" label={t('update.title')}>
          {t('admin.failed', { reason: faultText(language, installing.code).what })}
        </Outcome>
      )}
      {chosen !== null && (
        <ConfirmWithPin
          title={chosen}
          loses={[t('update.loses')]}
          confirm={t('update.confirm')}
          onCancel={() => setChosen(null)}
          onConfirmed={(confirmation) => {
            setChosen(null);
            setConfirmed({ name: chosen, confirmation });
          }}
        />
      )}
    </>
  );
}

function History({ view }: { readonly view: UpdateView }) {
  const t = useText();
  const language = useLanguage();
  if (view.history.length === 0) return null;
  return (
    <>
      <h4>{t('update.history')}</h4>
      <Rows label={t('update.history')}>
        {view.history.slice(0, SHOWN).map(({ orderId, atMs, version, result, code }) => (
          <Row
            key={`${orderId} ${atMs}`}
            title={`${version} · ${t(`update.${result}`)}`}
            detail={code === null ? undefined : faultText(language, code).what}
            aside={listTime(atMs)}
          />
        ))}
      </Rows>
    </>
  );
}
