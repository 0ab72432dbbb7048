import type { AuditEntry } from '../shared/ipc/contract.ts';
import { csvOf } from './csv.ts';
import type { Database } from './database.ts';
import { integer, nullable, row, text } from './row.ts';

/** Who did what on what; `AuditEntry` of the IPC contract says what each may hold. */
export type NewAuditEntry = Omit<AuditEntry, 'id'>;

/** The audit log: entries are added, never changed or removed; the database itself refuses that. */
export interface Audit {
  /** Durable when it returns. */
  add(entry: NewAuditEntry): void;
  /** Newest first. */
  list(page: { readonly beforeId: number | null; readonly limit: number }): AuditEntry[];
  /** Everything, oldest first, as CSV in UTF-8 with a byte order mark; times as ISO 8601 in UTC. */
  csv(): string;
}

const auditRow = row({ id: integer, at_ms: integer, actor: text, action: text, subject: nullable(text) });
const header = ['id', 'at', 'actor', 'action', 'subject'];

export class AuditTable implements Audit {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  add({ atMs, actor, action, subject }: NewAuditEntry): void {
    const insert = 'INSERT INTO audit (at_ms, actor, action, subject) VALUES (?, ?, ?, ?)';
    this.#database.run(insert, atMs, actor, action, subject);
  }

  list({ beforeId, limit }: { readonly beforeId: number | null; readonly limit: number }): AuditEntry[] {
    return this.#database
      .all('SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?', auditRow, beforeId ?? Number.MAX_SAFE_INTEGER, limit)
      .map(({ at_ms: atMs, ...entry }) => ({ ...entry, atMs }));
  }

  csv(): string {
    const rows = this.#database.all('SELECT * FROM audit ORDER BY id', auditRow);
    return csvOf([
      header,
      ...rows.map((entry) => [
        String(entry.id),
        new Date(entry.at_ms).toISOString(),
        entry.actor,
        entry.action,
        entry.subject ?? '',
      ]),
    ]);
  }
}
