import { Fault } from '../shared/fault.ts';
import { laneNumbers, type LaneNumber } from '../shared/lanes.ts';

/** Checks one value that SQLite returned; throws `store.damaged` when it is not of the column's type. */
export type Column<T> = (value: unknown, name: string) => T;

/** Turns a row that SQLite returned into a checked object. */
export type RowParser<T> = (row: unknown) => T;

/** The type of row that a parser answers. */
export type RowOf<P> = P extends RowParser<infer T> ? T : never;

const wrong = (name: string): Fault => new Fault('store.damaged', `Column ${name} holds a value of the wrong type`);

export const integer: Column<number> = (value, name) => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw wrong(name);
};

export const real: Column<number> = (value, name) => {
  if (typeof value === 'number') return value;
  throw wrong(name);
};

export const text: Column<string> = (value, name) => {
  if (typeof value === 'string') return value;
  throw wrong(name);
};

export const blob: Column<Uint8Array> = (value, name) => {
  if (value instanceof Uint8Array) return value;
  throw wrong(name);
};

/** The number of a lane, from 1. */
export const lane: Column<LaneNumber> = (value, name) => {
  const number = laneNumbers.find((known) => known === value);
  if (number === undefined) throw wrong(name);
  return number;
};

/** 0 or 1. */
export const flag: Column<boolean> = (value, name) => {
  if (value === 0 || value === 1) return value === 1;
  throw wrong(name);
};

export const nullable =
  <T>(column: Column<T>): Column<T | null> =>
  (value, name) =>
    value === null ? null : column(value, name);

/** One of a closed list of words. */
export const oneOf =
  <const W extends string>(...words: readonly W[]): Column<W> =>
  (value, name) => {
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw wrong(name);
    return word;
  };

type Columns = Readonly<Record<string, Column<unknown>>>;
type Parsed<C extends Columns> = { readonly [K in keyof C]: ReturnType<C[K]> };

/** A parser for rows with these columns; columns that are not listed are ignored. */
export function row<C extends Columns>(columns: C): RowParser<Parsed<C>> {
  const entries = Object.entries(columns);
  return (found) => {
    if (typeof found !== 'object' || found === null) throw wrong('*');
    const values = new Map(Object.entries(found));
    return Object.fromEntries(entries.map(([name, column]) => [name, column(values.get(name), name)])) as Parsed<C>;
  };
}

/** A parser for rows of which only the column `value` is read. */
export function single<T>(column: Column<T>): RowParser<T> {
  const parse = row({ value: column });
  return (found) => parse(found).value;
}
