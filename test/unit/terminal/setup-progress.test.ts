import { beforeEach, expect, it } from 'vitest';
import { noteSetup, setupProgress } from '../../../src/terminal/setup-progress.ts';

let notes: Map<string, string>;
const meta = {
  get: (name: string) => notes.get(name) ?? null,
  set: (name: string, value: string) => void notes.set(name, value),
};
beforeEach(() => {
  notes = new Map();
});

it('a terminal that nobody set up has begun nothing', () => {
  expect(setupProgress(meta)).toEqual({ progress: 'never', done: [], later: [] });
});

it('what was done or put off is there after a power cut, each step once', () => {
  noteSetup(meta, 'begun');
  noteSetup(meta, { step: 'network', isDone: true });
  noteSetup(meta, { step: 'gate', isDone: false });
  noteSetup(meta, { step: 'gate', isDone: true });
  expect(setupProgress(meta)).toEqual({ progress: 'begun', done: ['network', 'gate'], later: [] });
});

it('walking through it again does not begin it anew', () => {
  noteSetup(meta, 'finished');
  expect(noteSetup(meta, { step: 'time', isDone: false }).progress).toBe('done');
});

it('a note that cannot be read counts as none', () => {
  notes.set('setup', '{"progress":"perhaps"}');
  expect(setupProgress(meta).progress).toBe('never');
});
