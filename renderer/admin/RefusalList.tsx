import { useCallback, useEffect, useState } from 'react';
import type { RefusalEntry, RefusalFilter } from '../../src/shared/refusal-entry.ts';
import { faultText } from '../../src/shared/texts/texts.ts';
import { useLanguage, useText } from '../ui/language.tsx';
import { useParts } from '../ui/terminal-context.ts';
import { RefusalCard } from './RefusalCard.tsx';
import { useAction } from './use-action.ts';
import { useNear } from './use-near.ts';

/** Newest first; the next page comes as soon as the end of the list is near. */
export function RefusalList({ filter }: { readonly filter: RefusalFilter }) {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  const [entries, setEntries] = useState<readonly RefusalEntry[]>([]);
  const [isWhole, setWhole] = useState(false);
  const [setEnd, isEndNear] = useNear();
  const lastId = entries.at(-1)?.id ?? null;
  const [loading, load] = useAction(
    useCallback(
      async (session: string) => {
        const page = await bridge.call('admin.refusals', { session, beforeId: lastId, filter });
        setWhole(page.isLast);
        setEntries((before) => [...before, ...page.entries.filter(({ id }) => lastId === null || id < lastId)]);
      },
      [bridge, filter, lastId],
    ),
  );
  const isQuiet = loading.kind === 'idle' || loading.kind === 'done';
  useEffect(() => {
    if (isQuiet && isEndNear && !isWhole) load();
  }, [isQuiet, isEndNear, isWhole, load]);

  return (
    <>
      <ul className="refusals">
        {entries.map((entry) => (
          <RefusalCard key={entry.id} entry={entry} />
        ))}
      </ul>
      {loading.kind === 'failed' && (
        <div className="ask" role="alert">
          <p>{t('admin.failed', { reason: faultText(language, loading.code).what })}</p>
          <button type="button" className="button" onClick={load}>
            {t('refusals.more')}
          </button>
        </div>
      )}
      <p ref={setEnd} className="refusals__end">
        {isWhole && t(entries.length === 0 ? 'refusals.none' : 'refusals.end')}
      </p>
    </>
  );
}
