import { useCallback } from 'react';
import { faultText } from '../../src/shared/texts/texts.ts';
import { Askable } from '../ui/Askable.tsx';
import { useLanguage, useText } from '../ui/language.tsx';
import { useParts } from '../ui/terminal-context.ts';
import { useAction } from './use-action.ts';

/** Writes the audit log to a file and says where it is. */
export function ExportAudit() {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  const [exporting, start] = useAction(useCallback((session: string) => bridge.call('admin.exportAudit', { session }), [bridge]));
  return (
    <header className="place__head">
      <h2>{t('audit.title')}</h2>
      <Askable call="admin.exportAudit">
        {' '}
        <button type="button" className="button" disabled={exporting.kind === 'running'} onClick={start}>
          {t('audit.export')}
        </button>
        <p className="outcome" role="status" aria-label={t('audit.export')}>
          {exporting.kind === 'done' && t('audit.exported', { path: exporting.value.path })}
          {exporting.kind === 'failed' && t('admin.failed', { reason: faultText(language, exporting.code).what })}
        </p>
      </Askable>{' '}
    </header>
  );
}
