import { afterAll, beforeAll, expect, it } from 'vitest';
import { seeded } from '../../fakes/seeded.ts';
import { isKillWell, ProcessWorld, walkKills } from './process-walk.ts';

let world: ProcessWorld;
beforeAll(async () => {
  world = await ProcessWorld.create(['healthy']);
});
afterAll(() => world.close());

// The long form, with versions that do not come up: `npm run update-kill`.
it(
  'an update by real processes ends well and keeps every punch when terminal, launcher or both get SIGKILL',
  { timeout: 600_000 },
  async () => {
    const steps = await walkKills(world, 'healthy', 3, seeded(1));
    expect(steps.filter(({ result }) => !isKillWell('healthy', result))).toEqual([]);
    expect(steps.filter(({ result }) => result.wasKilled).length).toBeGreaterThanOrEqual(1);
    expect(Math.min(...steps.map(({ result }) => result.punches))).toBeGreaterThan(3);
  },
);
