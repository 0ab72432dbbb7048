import { useState } from 'react';
import { Askable } from '../ui/Askable.tsx';
import { AuditLog } from './AuditLog.tsx';
import { CopyCard } from './copy/CopyCard.tsx';
import { ExportSettings } from './copy/ExportSettings.tsx';
import { ImportSettings } from './copy/ImportSettings.tsx';
import { ExportAudit } from './ExportAudit.tsx';
import { RestartCard } from './RestartCard.tsx';
import { SetupCard } from './SetupCard.tsx';
import { LogCard } from './system/LogCard.tsx';
import { RemoteCard } from './system/RemoteCard.tsx';
import { PinCard } from './system/PinCard.tsx';
import { ResetCard } from './system/ResetCard.tsx';
import { StorageCard } from './system/StorageCard.tsx';
import { SupportCard } from './system/SupportCard.tsx';
import { UpdateCard } from './UpdateCard.tsx';

/** Which version runs, what fills the disk, what was done to the terminal and by whom, what it wrote down. */
export function SystemPlace() {
  const [opened, setOpened] = useState<'export' | 'import' | null>(null);
  const close = (): void => setOpened(null);
  if (opened === 'export') return <ExportSettings onBack={close} />;
  if (opened === 'import') return <ImportSettings onBack={close} onDone={close} />;
  return (
    <>
      <Askable call="setup.note">
        <SetupCard />
      </Askable>
      <Askable call="settingsFile.write">
        <CopyCard onExport={() => setOpened('export')} onImport={() => setOpened('import')} />
      </Askable>
      <UpdateCard />
      <StorageCard />
      <Askable call="admin.supportBundle">
        <SupportCard />
      </Askable>
      <Askable call="admin.changePin">
        <PinCard />
      </Askable>
      <RemoteCard />
      <Askable call="setup.restart">
        <RestartCard />
      </Askable>
      <Askable call="reset.order">
        <ResetCard />
      </Askable>
      <ExportAudit />
      <AuditLog />
      <LogCard />
    </>
  );
}
