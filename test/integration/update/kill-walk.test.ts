import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WalkWorld } from './kill-walk.ts';
import { expected, fillAll, isFullWell, isWell, tableOf, walkAll } from './walk-all.ts';

describe('an update that is cut off at any call of the file port', () => {
  let world: WalkWorld;
  beforeAll(async () => {
    world = await WalkWorld.create();
  });
  afterAll(() => world.close());

  // Every call is cut, in turn before, in the middle and after; `npm run update-walk` does all of it.
  it.each(['healthy', 'crashes'] as const)(
    'ends with a running terminal and every punch (the new version: %s)',
    async (behaviour) => {
      const steps = await walkAll(world, behaviour, true);
      console.log(tableOf(behaviour, steps));
      expect(steps.length).toBeGreaterThan(90);
      expect(new Set(steps.map(({ cut }) => cut.at)).size).toBe(Math.max(...steps.map(({ cut }) => cut.at)) + 1);
      expect(
        steps
          .filter(({ result }) => !isWell(behaviour, result))
          .map(({ call, cut, result }) => ({ call, cut, result: { ...result, calls: 0 } })),
      ).toEqual([]);
    },
  );

  it('ends with a running terminal where the disk is full from then on', async () => {
    const steps = await fillAll(world, true);
    expect(steps.length).toBeGreaterThan(25);
    expect(
      steps.filter(({ result }) => !isFullWell(result)).map(({ call, result }) => ({ call, result: { ...result, calls: 0 } })),
    ).toEqual([]);
  });

  it.each(['cannotRun', 'hangs'] as const)(
    'goes back by itself where nothing is cut off (the new version: %s)',
    async (behaviour) => {
      const { version, order, lost, punches } = await world.run(behaviour, null);
      expect({ version, order, lost }).toEqual({ ...expected[behaviour], lost: 0 });
      expect(punches).toBeGreaterThan(3);
    },
  );
});
