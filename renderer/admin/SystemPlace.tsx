import { AuditLog } from './AuditLog.tsx';
import { ExportAudit } from './ExportAudit.tsx';
import { RestartCard } from './RestartCard.tsx';
import { SetupCard } from './SetupCard.tsx';
import { UpdateCard } from './UpdateCard.tsx';

/** Which version runs; what was done to the terminal, and by whom. */
export function SystemPlace() {
  return (
    <>
      <SetupCard />
      <UpdateCard />
      <RestartCard />
      <ExportAudit />
      <AuditLog />
    </>
  );
}
