import { useCallback, useMemo, useState } from 'react';
import { punchFilters, type PunchFilter, type PunchKey, type PunchSelection } from '../../../src/shared/punch-view.ts';
import { Askable } from '../../ui/Askable.tsx';
import { Button } from '../../ui/kit/Button.tsx';
import { useDraft } from '../../ui/kit/drafts.ts';
import { EmptyState } from '../../ui/kit/EmptyState.tsx';
import { tagOf, useLanguage, useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { WORKER_DRAFT, type PunchedWorker } from '../open-punches.ts';
import { ListFailure } from '../lists/ListFailure.tsx';
import { SearchField } from '../lists/SearchField.tsx';
import { usePages } from '../lists/use-pages.ts';
import { VirtualRows } from '../lists/VirtualRows.tsx';
import { DayButton } from './DayButton.tsx';
import { ExportSheet } from './ExportSheet.tsx';
import { OptionButton } from './OptionButton.tsx';
import { PunchRow } from './PunchRow.tsx';
import { RetryAll } from './RetryAll.tsx';

const ROW_PX = 88;

/** Punches, newest first, narrowed by who, day and state. What was asked for is still there after one was looked at. */
export function PunchesTab({ onOpen }: { readonly onOpen: (id: number) => void }) {
  const t = useText();
  const tag = tagOf(useLanguage());
  const { bridge } = useParts();
  const [query, setQuery] = useDraft('punches.query', '');
  const [day, setDay] = useDraft<string | null>('punches.day', null);
  const [filter, setFilter] = useDraft<PunchFilter>('punches.filter', 'all');
  const [round, setRound] = useState(0);
  const [isExporting, setExporting] = useState(false);
  const [worker, setWorker] = useDraft<PunchedWorker | null>(WORKER_DRAFT, null);
  const workerId = worker?.id ?? null;
  const selection = useMemo<PunchSelection>(() => ({ query, day, filter, workerId }), [query, day, filter, workerId]);
  const pages = usePages(
    useCallback(
      async (session: string, after: PunchKey | null) => {
        const { punches, next, total } = await bridge.call('admin.punches', { session, selection, after });
        return { items: punches, next, total };
      },
      [bridge, selection],
    ),
    round,
  );
  return (
    <>
      <div className="tools">
        <SearchField label={t('punches.search')} value={query} onChange={setQuery} />
        {worker !== null && (
          <Button icon="cross" onPress={() => setWorker(undefined)}>
            {t('punches.only', { name: worker.name })}
          </Button>
        )}
        <DayButton day={day} onChange={setDay} />
        <OptionButton<PunchFilter>
          label={t('punches.filter')}
          icon="settings"
          choices={punchFilters.map((value) => ({ value, words: t(`punches.filter.${value}`) }))}
          value={filter}
          onChange={setFilter}
        />
        <Askable call="admin.exportPunches">
          {' '}
          <Button icon="usb" onPress={() => setExporting(true)}>
            {t('punches.export')}
          </Button>
        </Askable>{' '}
        {filter === 'setAside' && pages.total !== null && pages.total > 0 && (
          <Askable call="admin.retryPunches">
            <RetryAll onRetried={() => setRound((before) => before + 1)} />
          </Askable>
        )}
        {pages.total !== null && (
          <p className="tools__count number" role="status">
            {t('punches.total', { count: pages.total.toLocaleString(tag) })}
          </p>
        )}
      </div>
      <ListFailure code={pages.code} />
      {pages.total === 0 && (
        <EmptyState icon="clock" title={t('punches.none')}>
          <p>{t('punches.none.how')}</p>
        </EmptyState>
      )}
      <VirtualRows
        label={t('records.tab.punches')}
        count={pages.items.length}
        rowPx={ROW_PX}
        onNearEnd={pages.more}
        row={(index) => {
          const punch = pages.items[index];
          return punch && <PunchRow punch={punch} onOpen={onOpen} />;
        }}
      />
      {isExporting && (
        <ExportSheet
          what={(session, place) => bridge.call('admin.exportPunches', { session, selection, place })}
          onClose={() => setExporting(false)}
        />
      )}
    </>
  );
}
