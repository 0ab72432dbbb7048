import { useState } from 'react';
import type { SettingRow } from '../../../src/shared/settings.ts';
import { groupText } from '../../../src/shared/texts/texts.ts';
import { Askable, useMayAsk } from '../../ui/Askable.tsx';
import { Page } from '../../ui/kit/Page.tsx';
import { Row, Rows } from '../../ui/kit/Row.tsx';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { LiveTuning } from '../live/LiveTuning.tsx';
import { LearntCard } from './LearntCard.tsx';
import { SaveBar } from './SaveBar.tsx';
import { SettingField } from './SettingField.tsx';
import { enteredOf, groupOf, readEntry, type Entered } from './setting-text.ts';
import { SiteRateCard } from './SiteRateCard.tsx';
import { ThresholdTrial } from './ThresholdTrial.tsx';
import { useSettings, type Settings } from './use-settings.ts';
import './settings.css';

const THRESHOLD = 'recognition.threshold';
/** What is opened beside the groups. */
const LIVE = 'live';
const icons: Readonly<Record<string, IconName>> = {
  device: 'screen',
  platform: 'cloud',
  'platform.zhejiang': 'cloud',
  'platform.sichuan': 'cloud',
  cameras: 'camera',
  turnstile: 'gate',
  recognition: 'person',
  liveness: 'look',
  speech: 'voice',
  'speech.phrases': 'voice',
  update: 'replay',
  storage: 'disk',
  network: 'network',
  remote: 'network',
};

/** Every setting, by what it belongs to; generated from the schema. */
export function SettingsPlace() {
  const t = useText();
  const language = useLanguage();
  const settings = useSettings();
  const [shown, setShown] = useState<string | null>(null);
  const { view, draft } = settings;
  if (view === null) return null;
  const groups = [...new Set(view.rows.map(({ key }) => groupOf(key)))];
  const changedIn = (group: string): number => Object.keys(draft).filter((key) => groupOf(key) === group).length;
  return (
    <>
      {shown === null ? (
        <Page title={t('admin.place.settings')} about={view.canSave ? t('settings.about') : t('settings.demo')}>
          <div className="panel">
            <Rows label={t('admin.place.settings')}>
              <Askable call="tuning.live">
                <Row
                  lead={<Icon name="look" />}
                  title={t('live.title')}
                  detail={t('live.about')}
                  onPress={() => setShown(LIVE)}
                />
              </Askable>
              {groups.map((group) => (
                <Row
                  key={group}
                  lead={<Icon name={icons[group] ?? 'settings'} />}
                  title={groupText(language, group)}
                  aside={changedIn(group) > 0 ? t('settings.changed', { count: changedIn(group) }) : undefined}
                  onPress={() => setShown(group)}
                />
              ))}
            </Rows>
          </div>
        </Page>
      ) : shown === LIVE ? (
        <Page title={t('live.title')} onBack={() => setShown(null)}>
          <LiveTuning />
          <Group rows={view.rows.filter(({ key }) => key === THRESHOLD)} settings={settings} />
          <ThresholdTrial entered={enteredThreshold(settings)} />
        </Page>
      ) : (
        <Page title={groupText(language, shown)} onBack={() => setShown(null)}>
          <Group rows={view.rows.filter(({ key }) => groupOf(key) === shown)} settings={settings} />
          {shown === 'recognition' && (
            <Askable call="tuning.siteRate">
              <SiteRateCard />
            </Askable>
          )}
          {shown === 'recognition' && (
            <Askable call="admin.learnt">
              <LearntCard />
            </Askable>
          )}
          {shown === 'recognition' && <ThresholdTrial entered={enteredThreshold(settings)} />}
        </Page>
      )}
      <SaveBar settings={settings} />
    </>
  );
}

/** What waits in the form, as far as it can be read; null: what is saved. */
function enteredThreshold({ changesOf }: Settings): number | null {
  const { [THRESHOLD]: entered } = changesOf([THRESHOLD]);
  return typeof entered === 'number' ? entered : null;
}

function Group({ rows, settings }: { readonly rows: readonly SettingRow[]; readonly settings: Settings }) {
  const { view, draft, state, entered, enter, save } = settings;
  const maySave = useMayAsk('admin.saveSettings');
  const problems = state.kind === 'refused' ? state.problems : [];
  const isSet = (row: SettingRow): boolean =>
    row.isSecret
      ? (view?.secretsSet.includes(row.key) ?? false)
      : JSON.stringify(view?.values[row.key]) !== JSON.stringify(row.default);
  /** What needs no restart is saved with the touch itself; what is typed waits for the bar. */
  const onEnter = (row: SettingRow, value: Entered): void => {
    const read = readEntry(row, value);
    const isTouch = row.type === 'yesNo' || row.type === 'choice';
    if (row.timing === 'now' && isTouch && read.kind === 'value') save({ changes: { [row.key]: read.value }, reset: [] });
    else enter(row.key, value);
  };
  return (
    <fieldset className="settings" disabled={!maySave}>
      {rows.map((row) => (
        <div key={row.key} className="panel">
          <SettingField
            row={row}
            entered={entered(row)}
            isChanged={draft[row.key] !== undefined}
            isSet={maySave && isSet(row)}
            problem={problems.find(({ key }) => key === row.key)}
            onEnter={(value) => onEnter(row, value)}
            onReset={() => {
              if (row.timing === 'now') save({ changes: {}, reset: [row.key] });
              else enter(row.key, enteredOf(row.default));
            }}
          />
        </div>
      ))}
    </fieldset>
  );
}
