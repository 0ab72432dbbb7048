import { useCallback, useState } from 'react';
import { gateModes, orderedModes, type GateMode, type OrderedMode } from '../../src/shared/gate-mode.ts';
import type { LaneNumber } from '../../src/shared/lanes.ts';
import { faultText } from '../../src/shared/texts/texts.ts';
import { Askable } from '../ui/Askable.tsx';
import { Card } from '../ui/kit/Card.tsx';
import { useLanguage, useText } from '../ui/language.tsx';
import { useParts, useTerminal } from '../ui/terminal-context.ts';
import { useLaneTitle } from './use-lane-title.ts';
import { useAction } from './use-action.ts';

/** How a lane's gate stands, and how to change it: asked once, written to the audit log. `lane`: where there are two. */
export function GateModes({ lane }: { readonly lane?: LaneNumber }) {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  const { status } = useTerminal();
  const [wanted, setWanted] = useState<OrderedMode | null>(null);
  const [ordered, order] = useAction<{ readonly mode: GateMode }>(
    useCallback(
      (session: string) => bridge.call('admin.setGateMode', { session, mode: wanted ?? 'normal', lane }),
      [bridge, wanted, lane],
    ),
  );
  const now = gateModes.find((known) => known === status?.areas[lane === 2 ? 'gateMode2' : 'gateMode']?.state) ?? 'normal';
  const title = useLaneTitle('mode.title', lane);
  const confirm = (): void => {
    order();
    setWanted(null);
  };
  return (
    <Card title={title}>
      <p>{t('mode.now', { mode: t(`status.gateMode.${now}`) })}</p>
      <Askable call="admin.setGateMode">
        {' '}
        {wanted === null ? (
          <div className="buttons">
            {orderedModes.map((mode) => (
              <button
                key={mode}
                type="button"
                className="button"
                aria-pressed={now === mode}
                disabled={ordered.kind === 'running' || now === mode}
                onClick={() => setWanted(mode)}
              >
                {t(`mode.${mode}`)}
              </button>
            ))}
          </div>
        ) : (
          <div className="ask" role="alertdialog" aria-label={title}>
            <p>{t('mode.ask', { mode: t(`mode.${wanted}`) })}</p>
            <div className="buttons">
              <button type="button" className="button button--act" onClick={confirm}>
                {t('mode.confirm')}
              </button>
              <button type="button" className="button" onClick={() => setWanted(null)}>
                {t('admin.cancel')}
              </button>
            </div>
          </div>
        )}
      </Askable>{' '}
      {ordered.kind === 'failed' && (
        <p className="outcome" role="status">
          {t('admin.failed', { reason: faultText(language, ordered.code).what })}
        </p>
      )}
    </Card>
  );
}
