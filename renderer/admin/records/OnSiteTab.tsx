import { useCallback, useEffect, useState } from 'react';
import type { OnSite } from '../../../src/shared/punch-view.ts';
import { Askable } from '../../ui/Askable.tsx';
import { Button } from '../../ui/kit/Button.tsx';
import { Choices } from '../../ui/kit/Choices.tsx';
import { EmptyState } from '../../ui/kit/EmptyState.tsx';
import { tagOf, useLanguage, useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { listTime } from '../../ui/times.ts';
import { LazyPicture } from '../lists/LazyPicture.tsx';
import { ListFailure } from '../lists/ListFailure.tsx';
import { VirtualRows } from '../lists/VirtualRows.tsx';
import { useAction } from '../use-action.ts';
import { ExportSheet } from './ExportSheet.tsx';

const hourChoices = ['12', '24', '48'] as const;
const ROW_PX = 84;
const noMore = (): void => undefined;

/** Who came in and was not seen to leave: the list for a muster. */
export function OnSiteTab() {
  const t = useText();
  const tag = tagOf(useLanguage());
  const { bridge } = useParts();
  const [chosen, setChosen] = useState<(typeof hourChoices)[number]>('24');
  const [isExporting, setExporting] = useState(false);
  const hours = Number(chosen);
  const [read, look] = useAction(
    useCallback((session: string) => bridge.call('admin.onSite', { session, hours }), [bridge, hours]),
  );
  useEffect(look, [look]);
  const found = read.kind === 'done' ? read.value : null;
  return (
    <>
      <div className="tools">
        <Choices<(typeof hourChoices)[number]>
          label={t('onSite.hours')}
          choices={hourChoices.map((value) => ({ value, words: t('onSite.hours.some', { hours: value }) }))}
          value={chosen}
          onChange={setChosen}
        />
        <Button icon="replay" onPress={look}>
          {t('onSite.refresh')}
        </Button>
        <Askable call="admin.exportOnSite">
          {' '}
          <Button icon="usb" onPress={() => setExporting(true)}>
            {t('punches.export')}
          </Button>
        </Askable>{' '}
      </div>
      <ListFailure code={read.kind === 'failed' ? read.code : null} />
      {found && (
        <div className="on-site" role="status">
          <p className="on-site__count number">{t('onSite.count', { count: found.people.length.toLocaleString(tag) })}</p>
          <p>{t('onSite.within', { hours })}</p>
          {!found.hasExits && <p>{t('onSite.onlyIn')}</p>}
        </div>
      )}
      {found?.people.length === 0 && <EmptyState icon="people" title={t('onSite.none')} />}
      {found && (
        <VirtualRows
          label={t('onSite.title')}
          count={found.people.length}
          rowPx={ROW_PX}
          onNearEnd={noMore}
          row={(index) => {
            const person = found.people[index];
            return person && <PresentRow person={person} />;
          }}
        />
      )}
      {isExporting && (
        <ExportSheet
          what={(session, place) => bridge.call('admin.exportOnSite', { session, hours, place })}
          onClose={() => setExporting(false)}
        />
      )}
    </>
  );
}

function PresentRow({ person }: { readonly person: OnSite }) {
  const t = useText();
  return (
    <div className="line">
      <LazyPicture of={person.name === null ? null : { kind: 'person', id: person.workerId }} label={t('people.photograph')} />
      <span className="line__words">
        <span className="line__title">{person.name ?? t('punches.removed', { id: person.workerId })}</span>
        <span className="line__detail number">{person.workerId}</span>
      </span>
      <span className="line__aside number">{listTime(person.atMs)}</span>
    </div>
  );
}
