import type { Database } from './database.ts';
import { row, text } from './row.ts';

/** How a name is found by its sound: `单雄信` → `shanxiongxin` and `sxx`. Lower case, no tones. */
export interface NameKey {
  readonly sound: string;
  readonly initials: string;
}

export type NameKeyOf = (name: string) => NameKey;

/** Where nobody can read Chinese: the name stands for its sound. */
export const plainNameKey: NameKeyOf = (name) => ({ sound: name.toLowerCase(), initials: '' });

const namedRow = row({ id: text, name: text });

/** Works out the keys that an older version did not write, in one transaction. */
export function fillNameKeys(database: Database, keyOf: NameKeyOf): void {
  const waiting = database.all('SELECT id, name FROM people WHERE name_sound IS NULL', namedRow);
  if (waiting.length === 0) return;
  database.transaction(() => {
    for (const { id, name } of waiting) {
      const { sound, initials } = keyOf(name);
      database.run('UPDATE people SET name_sound = ?, name_initials = ? WHERE id = ?', sound, initials, id);
    }
  });
}
