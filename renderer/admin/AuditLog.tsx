import { useCallback, useEffect, useState } from 'react';
import type { AuditEntry } from '../../src/shared/ipc/contract.ts';
import { actionText, actorText, faultText, type Language } from '../../src/shared/texts/texts.ts';
import { useLanguage, useText } from '../ui/language.tsx';
import { useParts } from '../ui/terminal-context.ts';
import { listTime } from '../ui/times.ts';
import { useAction } from './use-action.ts';

/** The newest entries first; earlier ones on demand. */
export function AuditLog() {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  const [entries, setEntries] = useState<readonly AuditEntry[]>([]);
  const [isWhole, setWhole] = useState(false);
  const lastId = entries.at(-1)?.id ?? null;
  const [loading, load] = useAction(
    useCallback(
      async (session: string) => {
        const page = await bridge.call('admin.audit', { session, beforeId: lastId });
        setWhole(page.entries.length === 0);
        setEntries((before) => [...before, ...page.entries.filter(({ id }) => lastId === null || id < lastId)]);
      },
      [bridge, lastId],
    ),
  );
  const isUntouched = loading.kind === 'idle';
  useEffect(() => {
    if (isUntouched) load();
  }, [isUntouched, load]);

  return (
    <section aria-label={t('audit.title')}>
      {loading.kind === 'failed' && <p role="alert">{t('admin.failed', { reason: faultText(language, loading.code).what })}</p>}
      {loading.kind === 'done' && entries.length === 0 && <p>{t('audit.none')}</p>}
      {entries.length > 0 && <AuditTable entries={entries} language={language} />}
      {!isWhole && entries.length > 0 && (
        <button type="button" className="button" disabled={loading.kind === 'running'} onClick={load}>
          {t('audit.more')}
        </button>
      )}
    </section>
  );
}

function AuditTable({ entries, language }: { readonly entries: readonly AuditEntry[]; readonly language: Language }) {
  const t = useText();
  return (
    <table className="audit">
      <thead>
        <tr>
          <th>{t('audit.time')}</th>
          <th>{t('audit.actor')}</th>
          <th>{t('audit.action')}</th>
          <th>{t('audit.subject')}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id}>
            <td className="number">{listTime(entry.atMs)}</td>
            <td>{actorText(language, entry.actor)}</td>
            <td>{actionText(language, entry.action)}</td>
            <td>{entry.subject}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
