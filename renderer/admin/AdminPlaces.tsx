import { useCallback, useState, type ComponentType } from 'react';
import type { SetupState } from '../../src/shared/setup.ts';
import type { TextKey } from '../../src/shared/texts/texts.ts';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { useText } from '../ui/language.tsx';
import { HardwarePlace } from './HardwarePlace.tsx';
import { PeoplePlace } from './people/PeoplePlace.tsx';
import { PlatformPlace } from './PlatformPlace.tsx';
import { RecordsPlace } from './records/RecordsPlace.tsx';
import { SettingsPlace } from './settings/SettingsPlace.tsx';
import { StatusPlace } from './StatusPlace.tsx';
import { OpenRecordsProvider } from './open-punches.ts';
import { OpenSetupProvider } from './system-setup.ts';
import { SystemPlace } from './SystemPlace.tsx';

interface Place {
  readonly id: string;
  readonly title: TextKey;
  readonly icon: IconName;
  readonly Page: ComponentType;
}

/** The rail has room for seven. */
const places: readonly [Place, ...Place[]] = [
  { id: 'status', title: 'admin.place.status', icon: 'info', Page: StatusPlace },
  { id: 'people', title: 'admin.place.people', icon: 'people', Page: PeoplePlace },
  { id: 'records', title: 'admin.place.records', icon: 'clock', Page: RecordsPlace },
  { id: 'hardware', title: 'admin.place.hardware', icon: 'gate', Page: HardwarePlace },
  { id: 'platform', title: 'admin.place.platform', icon: 'cloud', Page: PlatformPlace },
  { id: 'settings', title: 'admin.place.settings', icon: 'settings', Page: SettingsPlace },
  { id: 'system', title: 'admin.place.system', icon: 'list', Page: SystemPlace },
];

/** Rail and page: the rail stands at the left, or at the bottom of an upright screen. */
export function AdminPlaces({ onSetUp }: { readonly onSetUp: (state: SetupState) => void }) {
  const t = useText();
  const [shown, setShown] = useState<Place>(places[0]);
  const openRecords = useCallback(() => setShown((before) => places.find(({ id }) => id === 'records') ?? before), []);
  return (
    <div className="admin__body">
      <nav className="rail" aria-label={t('admin.places')}>
        {places.map((place) => (
          <button
            key={place.id}
            type="button"
            className="rail__place"
            aria-current={place === shown ? 'page' : undefined}
            onClick={() => setShown(place)}
          >
            <Icon name={place.icon} />
            {t(place.title)}
          </button>
        ))}
      </nav>
      <div className="admin__page" tabIndex={0}>
        <OpenSetupProvider value={onSetUp}>
          <OpenRecordsProvider value={openRecords}>
            <shown.Page />
          </OpenRecordsProvider>
        </OpenSetupProvider>
      </div>
    </div>
  );
}
