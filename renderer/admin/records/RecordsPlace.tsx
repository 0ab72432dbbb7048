import { useState } from 'react';
import { Choices } from '../../ui/kit/Choices.tsx';
import { useDraft } from '../../ui/kit/drafts.ts';
import { Page } from '../../ui/kit/Page.tsx';
import { useText } from '../../ui/language.tsx';
import { OnSiteTab } from './OnSiteTab.tsx';
import { PunchesTab } from './PunchesTab.tsx';
import { PunchPage } from './PunchPage.tsx';
import { RefusalsTab } from './RefusalsTab.tsx';
import '../lists/lists.css';
import './records.css';

const tabs = ['punches', 'refusals', 'onSite'] as const;
type Tab = (typeof tabs)[number];

/** What happened at the gate. */
export function RecordsPlace() {
  const t = useText();
  const [tab, setTab] = useDraft<Tab>('records.tab', 'punches');
  const [punchId, setPunchId] = useState<number | null>(null);
  if (punchId !== null) return <PunchPage id={punchId} onBack={() => setPunchId(null)} />;
  return (
    <Page
      title={t('admin.place.records')}
      actions={
        <Choices<Tab>
          label={t('records.tabs')}
          choices={tabs.map((value) => ({ value, words: t(`records.tab.${value}`) }))}
          value={tab}
          onChange={setTab}
        />
      }
    >
      {tab === 'punches' && <PunchesTab onOpen={setPunchId} />}
      {tab === 'refusals' && <RefusalsTab />}
      {tab === 'onSite' && <OnSiteTab />}
    </Page>
  );
}
