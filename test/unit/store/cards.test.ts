import { describe, expect, it } from 'vitest';
import { parseCardNumber, type CardNumber } from '../../../src/store/card-number.ts';
import type { Store } from '../../../src/store/store.ts';
import { codeThrownBy, fixedClock, fixedNow, openedStore, temporaryFolder, withDatabase, worker } from './fixture.ts';

function withWorkers(...ids: readonly string[]): Store {
  const store = openedStore(temporaryFolder());
  for (const id of ids) store.people.put(worker(id), { replace: false });
  return store;
}

const read = (number: number | bigint, bits: CardNumber['bits']): CardNumber => ({ number: String(number), bits });
const owner = (workerId: string) => ({ kind: 'worker', workerId });

describe('a card’s number', () => {
  it.each([
    ['0009334109', '9334109', 32],
    [' 188,24910 ', '12345678', 24],
    ['188，24910', '12345678', 24],
    ['0x06008E6D5D', String(0x06_00_8e_6d_5d), 64],
    ['18446744073709551615', '18446744073709551615', 64],
  ])('may be typed as %s', (typed, number, bits) => {
    expect(parseCardNumber(typed)).toEqual({ number, bits });
  });

  it.each([
    '',
    '0',
    '0,0',
    '256,1',
    '1,65536',
    '1,2,3',
    '12 34',
    '-5',
    '1.5',
    '0x',
    '0xG1',
    '18446744073709551616',
    '123456789012345678901',
  ])('cannot be %j', (typed) => {
    expect(codeThrownBy(() => parseCardNumber(typed))).toBe('card.invalid');
  });
});

describe('cards', () => {
  it('are found by what any reader passes on of them', () => {
    const store = withWorkers('w1', 'w2');
    const whole = 0x06_12_34_56_78n;
    store.cards.add('w1', read(whole, 64));
    store.cards.add('w2', parseCardNumber('188,24910'));
    expect(store.cards.find(read(whole, 64))).toEqual(owner('w1'));
    expect(store.cards.find(read(0x12_34_56_78, 32))).toEqual(owner('w1'));
    expect(store.cards.find(read(0x34_56_78, 24))).toEqual(owner('w1'));
    // Of the second one only 24 bits are known: the others may be anything.
    expect(store.cards.find(read(0x77_00_00_00 + 12_345_678, 32))).toEqual(owner('w2'));
    expect(store.cards.find(read(12_345_679, 32))).toEqual({ kind: 'unknown' });
    expect(store.cards.find(read(0x99_34_56_78, 32))).toEqual({ kind: 'unknown' });
  });

  it('that a reader cannot tell apart open for neither worker', () => {
    const store = withWorkers('w1', 'w2');
    store.cards.add('w1', read(0x01_34_56_78, 32));
    store.cards.add('w2', read(0x02_34_56_78, 32));
    expect(store.cards.find(read(0x34_56_78, 24))).toEqual({ kind: 'ambiguous' });
    expect(store.cards.find(read(0x02_34_56_78, 32))).toEqual(owner('w2'));
  });

  it('belong to one worker, who may have several', () => {
    const store = withWorkers('w1', 'w2');
    store.cards.add('w1', parseCardNumber('1000'));
    store.cards.add('w1', parseCardNumber('2000'));
    store.cards.add('w1', parseCardNumber('1000'));
    expect(store.cards.of('w1')).toEqual(['1000', '2000']);
    expect(codeThrownBy(() => store.cards.add('w2', parseCardNumber('1000')))).toBe('card.taken');
    // The lowest bits of a longer number are the same card to some reader.
    expect(codeThrownBy(() => store.cards.add('w2', read((5n << 40n) + 1_000n, 64)))).toBe('card.taken');
    expect(codeThrownBy(() => store.cards.add('w3', parseCardNumber('3000')))).toBe('worker.unknown');
    expect(store.cards.list()).toEqual([
      { workerId: 'w1', number: '1000', bits: 32 },
      { workerId: 'w1', number: '2000', bits: 32 },
    ]);
  });

  it('are taken away by their number, and can then be given to another', () => {
    const store = withWorkers('w1', 'w2');
    store.cards.add('w1', parseCardNumber('1000'));
    expect(store.cards.remove(parseCardNumber('0000001000'))).toBe('w1');
    expect(store.cards.remove(parseCardNumber('1000'))).toBeNull();
    store.cards.add('w2', parseCardNumber('1000'));
    expect(store.cards.find(parseCardNumber('1000'))).toEqual(owner('w2'));
  });

  it('stay when a worker’s record is replaced, and leave with him', () => {
    const store = withWorkers('w1');
    store.cards.add('w1', parseCardNumber('1000'));
    store.people.put(worker('w1', { name: '秦琼' }), { replace: true });
    expect(store.cards.of('w1')).toEqual(['1000']);
    store.people.remove('w1');
    store.people.put(worker('w1'), { replace: false });
    expect(store.cards.find(parseCardNumber('1000'))).toEqual({ kind: 'unknown' });
  });

  it('of another platform’s person are neither found nor left to a namesake', () => {
    const dir = temporaryFolder();
    const first = openedStore(dir, { platform: 'sichuan' });
    first.people.put(worker('w1', { origin: 'sichuan' }), { replace: false });
    first.cards.add('w1', parseCardNumber('1000'));
    first.close();
    const second = openedStore(dir, { platform: 'zhejiang' });
    expect(second.cards.find(parseCardNumber('1000'))).toEqual({ kind: 'unknown' });
    second.people.put(worker('w1', { origin: 'zhejiang' }), { replace: true });
    expect(second.cards.of('w1')).toEqual([]);
  });

  it('can be kept by a database of before', () => {
    const dir = temporaryFolder();
    openedStore(dir).close();
    withDatabase(dir, (database) => {
      database.exec(`DROP TABLE cards; DROP TABLE used_codes; ALTER TABLE openings DROP COLUMN taken;
        DROP INDEX people_by_sound; DROP INDEX outbox_set_aside; ALTER TABLE people DROP COLUMN name_sound;
        ALTER TABLE people DROP COLUMN name_initials; ALTER TABLE people DROP COLUMN photo_refusal;
        ALTER TABLE punches DROP COLUMN proof;
        ALTER TABLE punches DROP COLUMN lane;
        ALTER TABLE refusals DROP COLUMN lane;
        ALTER TABLE recordings DROP COLUMN lane; DROP TABLE learnt_templates;`);
      database.pragma('user_version = 5');
    });
    const store = openedStore(dir);
    store.people.put(worker('w1'), { replace: false });
    store.cards.add('w1', parseCardNumber('1000'));
    expect(store.cards.of('w1')).toEqual(['1000']);
  });
});

describe('a used code', () => {
  it('is used once, and remembered over a restart', () => {
    const dir = temporaryFolder();
    const first = openedStore(dir);
    expect(first.usedCodes.isUsed('n1')).toBe(false);
    expect(first.usedCodes.use('n1', fixedNow + 1_000)).toBe(true);
    expect(first.usedCodes.use('n1', fixedNow + 1_000)).toBe(false);
    first.close();
    const second = openedStore(dir);
    expect(second.usedCodes.isUsed('n1')).toBe(true);
    expect(second.usedCodes.use('n2', fixedNow)).toBe(true);
  });

  it('that is released can be used once more', () => {
    const { usedCodes } = openedStore(temporaryFolder());
    usedCodes.use('n1', fixedNow + 1_000);
    usedCodes.release('n1');
    expect([usedCodes.isUsed('n1'), usedCodes.use('n1', fixedNow), usedCodes.use('n1', fixedNow)]).toEqual([false, true, false]);
  });

  it('is forgotten only a day after it is refused for its age', () => {
    const dir = temporaryFolder();
    const day = 86_400_000;
    const at = (nowMs: number): Store => openedStore(dir, { clock: { ...fixedClock, now: () => nowMs } });
    const uses: readonly (readonly [nowMs: number, isStillKnown: boolean])[] = [
      [fixedNow, true],
      [fixedNow + day, true],
      [fixedNow + day + 1, false],
    ];
    at(fixedNow).usedCodes.use('old', fixedNow);
    for (const [nowMs, isStillKnown] of uses) {
      const store = at(nowMs);
      store.usedCodes.use(`at ${nowMs}`, nowMs + day);
      expect(store.usedCodes.isUsed('old')).toBe(isStillKnown);
    }
  });
});
