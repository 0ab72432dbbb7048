import { AuditLog } from './AuditLog.tsx';
import { ExportAudit } from './ExportAudit.tsx';
import { SetupCard } from './SetupCard.tsx';

/** What was done to the terminal, and by whom. */
export function SystemPlace() {
  return (
    <>
      <SetupCard />
      <ExportAudit />
      <AuditLog />
    </>
  );
}
