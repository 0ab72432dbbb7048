import { describe, expect, test } from 'vitest';
import { initialMode, modeOf, stepMode, type ModeEvent, type ModeState } from '../../../src/gate/mode.ts';

const run = (state: ModeState, ...events: readonly ModeEvent[]) =>
  events.reduce<{ readonly state: ModeState; readonly effects: readonly string[] }>(
    ({ state: before, effects }, event) => {
      const [after, more] = stepMode(before, event);
      const told = more.map((effect) =>
        effect.kind === 'hold' ? `hold ${String(effect.reason)}` : effect.kind === 'note' ? effect.action : `keep ${effect.mode}`,
      );
      return { state: after, effects: [...effects, ...told] };
    },
    { state, effects: [] },
  );
const normal = initialMode(null);
const order = (mode: 'normal' | 'heldOpen' | 'lockedDown'): ModeEvent => ({ kind: 'ordered', mode, actor: 'admin' });
const fire = (isActive: boolean): ModeEvent => ({ kind: 'fire', isActive });

describe('the mode of the gate', () => {
  test('an order is written down before the gate moves', () => {
    expect(run(normal, order('heldOpen')).effects).toEqual(['gate.heldOpen', 'keep heldOpen', 'hold open']);
  });

  test('a fire releases the gate before it is written down', () => {
    expect(run(normal, fire(true)).effects).toEqual(['hold release', 'gate.fireReleased']);
  });

  test('a fire goes before a lock-down, which stands again when it is over', () => {
    const during = run(normal, order('lockedDown'), fire(true));
    expect(modeOf(during.state)).toBe('released');
    const after = run(during.state, fire(false));
    expect(after.effects).toEqual(['hold null', 'gate.fireOver']);
    expect(modeOf(after.state)).toBe('lockedDown');
  });

  test('a lock-down that is ordered during a fire does not shut the gate', () => {
    const { state, effects } = run(normal, fire(true), order('lockedDown'));
    expect(modeOf(state)).toBe('released');
    expect(effects.slice(2)).toEqual(['gate.lockedDown', 'keep lockedDown']);
  });

  test('the end of a fire leaves a gate open that was held open before', () => {
    expect(run(normal, order('heldOpen'), fire(true), fire(false)).effects.slice(3)).toEqual([
      'hold release',
      'gate.fireReleased',
      'hold open',
      'gate.fireOver',
    ]);
  });

  test('the same level of the fire alarm again changes nothing', () => {
    expect(run(normal, fire(true), fire(true)).effects).toHaveLength(2);
  });

  test.each([
    ['lockedDown', 'lockedDown'],
    ['heldOpen', 'normal'],
    ['nonsense', 'normal'],
    [null, 'normal'],
  ])('after a start with %s kept the gate is %s', (kept, mode) => {
    expect(modeOf(initialMode(kept))).toBe(mode);
  });
});
