import { AuditLog } from './AuditLog.tsx';
import { ExportAudit } from './ExportAudit.tsx';

/** What was done to the terminal, and by whom. */
export function SystemPlace() {
  return (
    <>
      <ExportAudit />
      <AuditLog />
    </>
  );
}
