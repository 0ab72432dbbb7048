import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readArguments } from '../../evaluation/arguments.ts';
import { readPairs, tenFold } from '../../evaluation/pairs-file.ts';
import { halfOf, isFiller, peopleIn, shuffled } from '../../evaluation/people.ts';
import { readRemoved } from '../../evaluation/removed-pairs.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inputs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, text = name): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe('a folder of people', () => {
  it('has one person per folder and per picture that lies in it, and nothing else', () => {
    for (const name of ['Bo/Bo_0002.jpg', 'Bo/Bo_0001.jpg', 'Bo/notes.txt', 'u1.png', 'list.txt', 'empty/x.txt']) put(name);
    expect(peopleIn(folder)).toEqual([
      { name: 'Bo', pictures: [join(folder, 'Bo/Bo_0001.jpg'), join(folder, 'Bo/Bo_0002.jpg')] },
      { name: 'u1', pictures: [join(folder, 'u1.png')] },
    ]);
  });

  it('falls into halves of about the same size, and fillers are spread evenly over both', () => {
    const names = Array.from({ length: 2_000 }, (_, index) => `person ${index}`);
    const develop = names.filter((name) => halfOf(name) === 'develop');
    expect(Math.abs(develop.length - 1_000)).toBeLessThan(120);
    expect(Math.abs(develop.filter(isFiller).length - develop.length / 2)).toBeLessThan(90);
  });

  it('comes in an order that more people do not change', () => {
    const people = Array.from({ length: 20 }, (_, index) => ({ name: `person ${index}` }));
    const few = shuffled(people.slice(0, 10)).map(({ name }) => name);
    const all = shuffled(people).map(({ name }) => name);
    expect(all.filter((name) => few.includes(name))).toEqual(few);
    expect(few).not.toEqual(few.toSorted());
  });
});

describe('a pairs file', () => {
  const people = ['Al', 'Bo'].map((name) => ({ name, pictures: [`${name}/${name}_0001.jpg`, `${name}/${name}_0007.jpg`] }));

  it('lists folds of pairs of one person and of two', () => {
    const file = put('pairs.txt', '2\t1\nAl\t1\t7\nAl\t1\tBo\t7\nBo\t1\t7\nBo\t1\tAl\t1\n');
    expect(readPairs(file, people)).toEqual([
      { a: 'Al/Al_0001.jpg', b: 'Al/Al_0007.jpg', isSame: true, fold: 0 },
      { a: 'Al/Al_0001.jpg', b: 'Bo/Bo_0007.jpg', isSame: false, fold: 0 },
      { a: 'Bo/Bo_0001.jpg', b: 'Bo/Bo_0007.jpg', isSame: true, fold: 1 },
      { a: 'Bo/Bo_0001.jpg', b: 'Al/Al_0001.jpg', isSame: false, fold: 1 },
    ]);
  });

  it.each([
    ['ten folds\n', ':1:'],
    ['1 1\nAl 1 7\nCy 1 Al 1\n', ':3: there is no picture 1 of Cy'],
    ['1 1\nAl 1\n', ':2:'],
  ])('that says nothing (%j) is refused with its line', (text, message) => {
    expect(() => readPairs(put('pairs.txt', text), people)).toThrow(message);
  });

  it('is judged with thresholds from the other folds', () => {
    const fold = (number: number, same: number, other: number) => [
      { score: same, isSame: true, fold: number },
      { score: other, isSame: false, fold: number },
    ];
    expect(tenFold([...fold(0, 0.8, 0.2), ...fold(1, 0.7, 0.3), ...fold(2, 0.9, 0.1)]).accuracy).toBe(1);
    // The threshold that is best on the others refuses the last fold's pair of one person.
    expect(tenFold([...fold(0, 0.8, 0.2), ...fold(1, 0.8, 0.2), ...fold(2, 0.4, 0.1)]).accuracy).toBeCloseTo(5 / 6, 9);
  });
});

describe('a list of pictures that are named wrongly', () => {
  it('knows pictures by what is in them, whatever they are called', () => {
    const key = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
    const file = put(
      'removed.json',
      JSON.stringify({
        about: '',
        samePerson: [{ why: 'one picture', pictures: { a: key('a'), b: key('b') } }],
        differentPeople: [{ why: 'two men', one: { c: key('c') }, others: { d: key('d') } }],
      }),
    );
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((text) => put(`${text}${text}.jpg`, text));
    const removed = readRemoved(file);
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('no pictures');
    expect([removed.isOnePerson(a, b), removed.isOnePerson(a, c), removed.isOnePerson(c, d)]).toEqual([true, false, false]);
    expect([removed.areTwoPeople(d, c), removed.areTwoPeople(a, b)]).toEqual([true, false]);
    expect([removed.groupOf(a), removed.groupOf(c)]).toEqual([0, null]);
  });

  it('of this checkout can be read, and says why of each', () => {
    const file = new URL('../../evaluation/removed-pairs.json', import.meta.url);
    expect(() => readRemoved(file)).not.toThrow();
  });
});

describe('the command line', () => {
  it('takes several degradations after one option, and all of them by one word', () => {
    expect(readArguments(['--people', 'x', '--degrade', 'helmet', 'dust']).degrade).toEqual(['helmet', 'dust']);
    expect(readArguments(['--people', 'x', '--degrade', 'all']).degrade.length).toBeGreaterThan(20);
  });

  it.each([
    [[], '--people'],
    [['--people', 'x', '--gallery', 'many'], '--gallery'],
    [['--people', 'x', '--half', 'both'], '--half'],
    [['--people', 'x', '--degrade', 'rain'], 'rain'],
    [['--people', 'x', 'y'], 'y'],
  ])('%j is refused, naming %s', (words, named) => {
    expect(() => readArguments(words)).toThrow(named);
  });
});
