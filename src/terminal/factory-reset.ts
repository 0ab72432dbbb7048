import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { storedConfigPath } from '../config/stored-config.ts';
import { writeFileAtomically } from '../config/write-file.ts';
import { placesIn } from '../launcher/places.ts';
import { Fault } from '../shared/fault.ts';
import { syncDirectory } from '../store/data-directory.ts';
import { acquireInstanceLock } from '../store/instance-lock.ts';

const ORDER = 'reset.json';

const Order = z.object({
  atMs: z.number(),
  language: z.enum(['zh', 'en']),
  people: z.number(),
  punches: z.number(),
  /** Punches that no platform had taken. */
  unsent: z.number(),
  isErased: z.boolean(),
});
/** A factory reset: ordered while the terminal runs, carried out before it starts again, then told in the audit log. */
export type ResetOrder = z.infer<typeof Order>;

/** What the terminal itself writes below its data directory. Others' files in that folder are not touched. */
const own =
  /^(terminal\.db.*|config(\.good|\.bad-.*)?\.json(\.new)?|(key|key\.new)|control\.sock)$|^(logs|exports|voice|chromium|settings-files|remote)$/;

/** Written durably; from now on the next start erases. Throws `update.busy` while a new version is on trial. */
export function orderReset(dir: string, order: Omit<ResetOrder, 'isErased'>): void {
  // A version that is taken back needs the copy of the database that a reset would erase.
  if (existsSync(placesIn(dir).copy)) throw new Fault('update.busy', 'an update is on trial; wait until it is over');
  write(dir, { ...order, isErased: false });
}

/**
 * Before anything is opened: erases what was ordered to be, the key first, so that what a broken run leaves behind opens no
 * more. The configuration is left with its language alone: a terminal after a reset is no demo. Begun anew after a power cut.
 */
export function carryOutReset(dir: string, configFile: string | null): void {
  const order = ordered(dir);
  if (order === null || order.isErased) return;
  const lock = acquireInstanceLock(dir);
  try {
    const { copy, newer, download } = placesIn(dir);
    const names = readdirSync(dir).filter((name) => own.test(name));
    const keyFirst = names.toSorted((one, other) => Number(other === 'key') - Number(one === 'key'));
    for (const path of [...keyFirst.map((name) => join(dir, name)), copy, newer, download]) {
      rmSync(path, { recursive: true, force: true });
      if (path.endsWith('/key')) syncDirectory(dir);
    }
    const { language } = order;
    writeFileAtomically(configFile ?? storedConfigPath(dir), `${JSON.stringify({ device: { language } }, null, 2)}\n`);
    syncDirectory(dir);
    write(dir, { ...order, isErased: true });
  } finally {
    lock.release();
  }
}

/** Tells a reset that was carried out to the new audit log, once. `note` writes it durably. */
export function tellReset(dir: string, note: (action: string, subject: string) => void): void {
  const order = ordered(dir);
  if (order?.isErased !== true) return;
  const { atMs, people, punches, unsent } = order;
  note(
    'terminal.reset',
    `${new Date(atMs).toISOString()}: ${String(people)} people, ${String(punches)} punches, ${String(unsent)} unsent`,
  );
  rmSync(join(dir, ORDER), { force: true });
  syncDirectory(dir);
}

const write = (dir: string, order: ResetOrder): void => writeFileAtomically(join(dir, ORDER), `${JSON.stringify(order)}\n`);

function ordered(dir: string): ResetOrder | null {
  try {
    return Order.parse(JSON.parse(readFileSync(join(dir, ORDER), 'utf8')));
  } catch {
    // Nothing was ordered, or it was never written whole.
    return null;
  }
}
