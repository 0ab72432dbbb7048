import { AuditLog } from './AuditLog.tsx';
import { ExportAudit } from './ExportAudit.tsx';
import { RestartCard } from './RestartCard.tsx';
import { SetupCard } from './SetupCard.tsx';
import { LogCard } from './system/LogCard.tsx';
import { StorageCard } from './system/StorageCard.tsx';
import { SupportCard } from './system/SupportCard.tsx';
import { UpdateCard } from './UpdateCard.tsx';

/** Which version runs, what fills the disk, what was done to the terminal and by whom, what it wrote down. */
export function SystemPlace() {
  return (
    <>
      <SetupCard />
      <UpdateCard />
      <StorageCard />
      <SupportCard />
      <RestartCard />
      <ExportAudit />
      <AuditLog />
      <LogCard />
    </>
  );
}
