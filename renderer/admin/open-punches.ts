import { createContext, use } from 'react';
import { useDraft } from '../ui/kit/drafts.ts';

/** Somebody whose punches alone are listed. */
export interface PunchedWorker {
  readonly id: string;
  readonly name: string;
}
/** Draft of the list of punches: whose alone are shown. */
export const WORKER_DRAFT = 'punches.worker';

const OpenRecordsContext = createContext<() => void>(() => undefined);
export const OpenRecordsProvider = OpenRecordsContext;

/** Opens the Records place with somebody's punches, all of them: what was asked for before is forgotten. */
export function useShowPunches(): (worker: PunchedWorker) => void {
  const openRecords = use(OpenRecordsContext);
  const [, setWorker] = useDraft<PunchedWorker | null>(WORKER_DRAFT, null);
  const [, setTab] = useDraft<unknown>('records.tab', null);
  const [, setQuery] = useDraft<unknown>('punches.query', null);
  const [, setDay] = useDraft<unknown>('punches.day', null);
  const [, setFilter] = useDraft<unknown>('punches.filter', null);
  return (worker) => {
    for (const forget of [setTab, setQuery, setDay, setFilter]) forget(undefined);
    setWorker(worker);
    openRecords();
  };
}
