import { useCallback, useState } from 'react';
import { gateModes, orderedModes, type GateMode, type OrderedMode } from '../../src/shared/gate-mode.ts';
import { faultText } from '../../src/shared/texts/texts.ts';
import { Card } from '../ui/kit/Card.tsx';
import { useLanguage, useText } from '../ui/language.tsx';
import { useParts, useTerminal } from '../ui/terminal-context.ts';
import { useAction } from './use-action.ts';

/** How the gate stands, and how to change it: asked once, written to the audit log. */
export function GateModes() {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  const { status } = useTerminal();
  const [wanted, setWanted] = useState<OrderedMode | null>(null);
  const [ordered, order] = useAction<{ readonly mode: GateMode }>(
    useCallback((session: string) => bridge.call('admin.setGateMode', { session, mode: wanted ?? 'normal' }), [bridge, wanted]),
  );
  const now = gateModes.find((known) => known === status?.areas['gateMode']?.state) ?? 'normal';
  const confirm = (): void => {
    order();
    setWanted(null);
  };
  return (
    <Card title={t('mode.title')}>
      <p>{t('mode.now', { mode: t(`status.gateMode.${now}`) })}</p>
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
        <div className="ask" role="alertdialog" aria-label={t('mode.title')}>
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
      {ordered.kind === 'failed' && (
        <p className="outcome" role="status">
          {t('admin.failed', { reason: faultText(language, ordered.code).what })}
        </p>
      )}
    </Card>
  );
}
