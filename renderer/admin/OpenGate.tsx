import { useCallback, useState } from 'react';
import type { LaneNumber } from '../../src/shared/lanes.ts';
import { faultText } from '../../src/shared/texts/texts.ts';
import { Icon } from '../ui/Icon.tsx';
import { useLanguage, useText } from '../ui/language.tsx';
import { useParts } from '../ui/terminal-context.ts';
import { useLaneTitle } from './use-lane-title.ts';
import { useAction, type ActionState } from './use-action.ts';

interface Opening {
  readonly outcome: 'opened' | 'notAnswering' | 'unknown';
  readonly tookMs: number;
}

/** Opens a lane's gate by hand: asked once, answered in words. `lane`: where there are two. */
export function OpenGate({ lane }: { readonly lane?: LaneNumber }) {
  const t = useText();
  const { bridge } = useParts();
  const [isAsking, setAsking] = useState(false);
  const [opening, open] = useAction<Opening>(
    useCallback((session: string) => bridge.call('admin.openGate', { session, lane }), [bridge, lane]),
  );
  const confirm = (): void => {
    setAsking(false);
    open();
  };
  const title = useLaneTitle('gate.title', lane);
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {isAsking ? (
        <div className="ask" role="alertdialog" aria-label={t('gate.open')}>
          <p>{t('gate.ask')}</p>
          <div className="buttons">
            <button type="button" className="button button--act" onClick={confirm}>
              {t('gate.confirm')}
            </button>
            <button type="button" className="button" onClick={() => setAsking(false)}>
              {t('admin.cancel')}
            </button>
          </div>
        </div>
      ) : (
        <button
          type="button"
          className="button button--act"
          disabled={opening.kind === 'running'}
          onClick={() => setAsking(true)}
        >
          <Icon name="gate" />
          {t('gate.open')}
        </button>
      )}
      <p className="outcome" role="status" aria-label={title}>
        <OpeningWords opening={opening} />
      </p>
    </section>
  );
}

function OpeningWords({ opening }: { readonly opening: ActionState<Opening> }) {
  const t = useText();
  const language = useLanguage();
  if (opening.kind === 'running') return t('gate.trying');
  if (opening.kind === 'failed') return t('admin.failed', { reason: faultText(language, opening.code).what });
  if (opening.kind !== 'done') return null;
  const { outcome, tookMs } = opening.value;
  return (
    <>
      <Icon name={outcome === 'opened' ? 'check' : 'warning'} />
      {t(`opening.${outcome}`, { ms: Math.round(tookMs) })}
    </>
  );
}
