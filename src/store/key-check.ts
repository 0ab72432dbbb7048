import { Fault } from '../shared/fault.ts';
import type { Database } from './database.ts';
import type { MetaTable } from './meta.ts';
import { flag, single } from './row.ts';
import type { Place, Sealer } from './sealing.ts';

const noteName = 'key.check';
const place: Place = { table: 'meta', rowId: 0 };
const content = Buffer.from('this key fits');

const anySealed = `SELECT EXISTS (SELECT 1 FROM photographs) OR EXISTS (SELECT 1 FROM templates)
  OR EXISTS (SELECT 1 FROM punch_pictures) OR EXISTS (SELECT 1 FROM refusal_pictures)
  OR EXISTS (SELECT 1 FROM recording_parts) AS value`;

export const hasSealedData = (database: Database): boolean => database.get(anySealed, single(flag)) ?? false;

/**
 * Throws `data.keyInvalid` when the key is not the one that sealed the data. Told by one known value, so that a single
 * damaged row is never mistaken for a wrong key, nor a wrong key for ten thousand damaged rows.
 */
export function requireKeyFits(meta: MetaTable, sealer: Sealer, hasData: boolean): void {
  const note = meta.get(noteName);
  if (note !== null && opens(sealer, note)) return;
  if (hasData) throw new Fault('data.keyInvalid', 'The key file is not the one that sealed the data of this directory');
  meta.set(noteName, Buffer.from(sealer.seal(content, place)).toString('base64'));
}

function opens(sealer: Sealer, note: string): boolean {
  try {
    return content.equals(sealer.open(Buffer.from(note, 'base64'), place));
  } catch {
    return false;
  }
}
