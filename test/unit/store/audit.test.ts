import { expect, it } from 'vitest';
import { csvOf } from '../../../src/store/csv.ts';
import { openedStore, temporaryFolder, withDatabase } from './fixture.ts';

const entry = (subject: string | null) => ({
  atMs: Date.UTC(2026, 0, 2, 3, 4, 5),
  actor: 'admin',
  action: 'gate.openedByHand',
  subject,
});

it('entries are listed newest first and page by page', () => {
  const { audit } = openedStore(temporaryFolder());
  for (const subject of ['a', 'b', null]) audit.add(entry(subject));
  expect(audit.list({ beforeId: null, limit: 2 })).toEqual([
    { id: 3, ...entry(null) },
    { id: 2, ...entry('b') },
  ]);
  expect(audit.list({ beforeId: 2, limit: 2 })).toEqual([{ id: 1, ...entry('a') }]);
});

it.each([
  ['changed', `UPDATE audit SET actor = 'nobody'`],
  ['deleted', 'DELETE FROM audit'],
  ['replaced', `INSERT OR REPLACE INTO audit (id, at_ms, actor, action) VALUES (1, 0, 'nobody', 'nothing')`],
])('an entry cannot be %s, even with the sqlite3 tool', (_, sql) => {
  const dir = temporaryFolder();
  const { audit } = openedStore(dir);
  audit.add(entry('a'));
  expect(() => withDatabase(dir, (database) => database.exec(sql))).toThrow('append-only');
  expect(audit.list({ beforeId: null, limit: 9 })).toEqual([{ id: 1, ...entry('a') }]);
});

it('the export holds every entry, oldest first', () => {
  const { audit } = openedStore(temporaryFolder());
  for (const subject of ['turnstile.port', null]) audit.add(entry(subject));
  expect(audit.csv()).toBe(
    '\ufeffid,at,actor,action,subject\r\n' +
      '1,2026-01-02T03:04:05.000Z,admin,gate.openedByHand,turnstile.port\r\n' +
      '2,2026-01-02T03:04:05.000Z,admin,gate.openedByHand,\r\n',
  );
});

it.each(['=1+1', '+1', '-1', '@x', '\t=1', ' =1', '＝1', '＋1', '－1', '＠x'])(
  'a spreadsheet does not run the cell %j',
  (cell) => {
    expect(csvOf([[cell]])).toBe(`\ufeff'${cell}\r\n`);
  },
);

it.each([
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['=a,"b"', `"'=a,""b"""`],
  ['三-1', '三-1'],
])('the cell %j is written as %s', (cell, written) => {
  expect(csvOf([[cell]])).toBe(`\ufeff${written}\r\n`);
});
