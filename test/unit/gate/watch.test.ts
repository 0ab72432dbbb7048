import { describe, expect, test } from 'vitest';
import { initialWatch, stepWatch, type WatchEffect, type WatchEvent } from '../../../src/gate/watch.ts';
import type { InputName } from '../../../src/shared/input-name.ts';

const limits = { passageMs: 5_000, doorMs: 20_000 };
const run = (...events: readonly WatchEvent[]): readonly WatchEffect[] =>
  events.reduce<{ readonly state: typeof initialWatch; readonly effects: readonly WatchEffect[] }>(
    ({ state, effects }, event) => {
      const [next, more] = stepWatch(state, event, limits);
      return { state: next, effects: [...effects, ...more] };
    },
    { state: initialWatch, effects: [] },
  ).effects;
const input = (name: InputName, isActive: boolean | null, atMs = 0): WatchEvent => ({ kind: 'input', name, isActive, atMs });
const opened = (openingId: number, atMs: number): WatchEvent => ({ kind: 'opened', openingId, atMs });
const tick = (atMs: number): WatchEvent => ({ kind: 'tick', atMs });
const marks = (effects: readonly WatchEffect[]) =>
  effects.flatMap((effect) => (effect.kind === 'markTaken' ? [[effect.openingId, effect.isTaken]] : []));

describe('the passage sensor', () => {
  test('marks the passage of who walks through in time as taken', () => {
    const effects = run(input('passage', false), opened(7, 0), input('passage', true, 2_000), tick(9_000));
    expect(marks(effects)).toEqual([[7, true]]);
  });

  test('marks the passage of who does not as not taken', () => {
    expect(marks(run(input('passage', false), opened(7, 0), tick(4_999), tick(5_000), tick(9_000)))).toEqual([[7, false]]);
  });

  test('counts two who walk through one after the other, oldest first', () => {
    const through = [input('passage', true, 300), input('passage', false, 400)];
    expect(marks(run(input('passage', false), opened(1, 0), opened(2, 100), ...through, ...through))).toEqual([
      [1, true],
      [2, true],
    ]);
  });

  test('who stood in the beam before the gate opened has not walked through', () => {
    expect(marks(run(input('passage', true), opened(7, 0), tick(5_000)))).toEqual([[7, false]]);
  });

  test('says nothing of passages while it is lost or not there', () => {
    expect(marks(run(opened(7, 0), tick(9_000)))).toEqual([]);
    expect(marks(run(input('passage', false), opened(7, 0), input('passage', null, 1), tick(9_000)))).toEqual([]);
  });

  test('its first reading after a loss is not taken for somebody', () => {
    const effects = run(input('passage', false), input('passage', null), input('passage', false), opened(7, 0));
    expect(marks(effects)).toEqual([]);
    expect(marks(run(input('passage', null), opened(7, 0), input('passage', true, 1), tick(9_000)))).toEqual([]);
  });
});

describe('the door contact', () => {
  test('raises the alarm once after its time, and takes it back when the door is closed', () => {
    const effects = run(input('door', true, 0), tick(19_999), tick(20_000), tick(30_000), input('door', false, 31_000));
    expect(effects).toEqual([
      { kind: 'door', state: 'open' },
      { kind: 'door', state: 'heldOpen' },
      { kind: 'note', action: 'door.heldOpen' },
      { kind: 'door', state: 'closed' },
      { kind: 'note', action: 'door.closed' },
    ]);
  });

  test('raises none while the gate is held open, and counts anew from its end', () => {
    const held = run({ kind: 'held', isHeld: true, atMs: 0 }, input('door', true, 0), tick(60_000));
    expect(held).toEqual([{ kind: 'door', state: 'open' }]);
    const after = run(
      { kind: 'held', isHeld: true, atMs: 0 },
      input('door', true, 0),
      { kind: 'held', isHeld: false, atMs: 60_000 },
      tick(79_999),
    );
    expect(after).toEqual([{ kind: 'door', state: 'open' }]);
  });
});

describe('the other contacts', () => {
  test('an opened case is told at once, closed again too, and a case found closed is no event', () => {
    expect(
      run(input('tamper', false), input('tamper', true), input('tamper', false)).filter(({ kind }) => kind === 'note'),
    ).toEqual([
      { kind: 'note', action: 'case.opened' },
      { kind: 'note', action: 'case.closed' },
    ]);
    expect(run(input('tamper', false))).toEqual([{ kind: 'tamper', isOpen: false }]);
  });

  test('the button counts when its press was seen, not when it is found pressed', () => {
    expect(run(input('button', true))).toEqual([]);
    expect(run(input('button', true), input('button', null), input('button', true))).toEqual([]);
    expect(run(input('button', false), input('button', true), input('button', true))).toEqual([{ kind: 'buttonPressed' }]);
  });

  test('a fire alarm counts when it is found active, and stays as it was when its line is lost', () => {
    expect(run(input('fire', true), input('fire', null))).toEqual([{ kind: 'fire', isActive: true }]);
  });
});
