import { useCallback, useEffect, useState } from 'react';
import type { UpdateView } from '../../src/shared/update-view.ts';
import { faultText, stateText } from '../../src/shared/texts/texts.ts';
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
    <section className="card" aria-label={t('update.title')}>
      <h2 className="card__what">{t('update.title')}</h2>
      <p>{t('update.version', { version: view.version, slot: t(`update.slot.${view.slot}`) })}</p>
      {view.cannot === null ? <UpdateSteps view={view} /> : <Reason code={view.cannot} />}
      <History view={view} />
    </section>
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
  if (step === 'idle') return <Install />;
  return (
    <>
      <p role="status">
        {stateText(language, 'update', step).what} {version}
      </p>
      {doneBytes !== null && totalBytes !== null && <progress value={doneBytes} max={totalBytes} />}
      <button type="button" className="button" onClick={cancel}>
        {t('update.cancel')}
      </button>
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
      <button type="button" className="button" disabled={found.kind === 'running'} onClick={find}>
        {t('update.find')}
      </button>
      {found.kind === 'done' && found.value.packages.length === 0 && <p>{t('update.none')}</p>}
      {found.kind === 'done' &&
        found.value.packages.map(({ name, sizeBytes }) => (
          <button
            key={name}
            type="button"
            className="button"
            disabled={installing.kind === 'running'}
            onClick={() => setChosen(name)}
          >
            {t('update.install', { name, size: Math.ceil(sizeBytes / 1_000_000) })}
          </button>
        ))}
      <p className="outcome" role="status">
        {installing.kind === 'done' && t('update.installed', { version: installing.value.version })}
        {installing.kind === 'failed' && t('admin.failed', { reason: faultText(language, installing.code).what })}
      </p>
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
      <h3>{t('update.history')}</h3>
      <ul>
        {view.history.slice(0, SHOWN).map(({ orderId, atMs, version, result, code }) => (
          <li key={`${orderId} ${atMs}`}>
            {listTime(atMs)} {version} {t(`update.${result}`)} {code !== null && faultText(language, code).what}
          </li>
        ))}
      </ul>
    </>
  );
}
