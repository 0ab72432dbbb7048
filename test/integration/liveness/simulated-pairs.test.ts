import { beforeAll, describe, expect, it } from 'vitest';
import { createPairMeasurer } from '../../../src/recognition/pair-measurer.ts';
import { halfOf } from '../../simulation/chance.ts';
import { judgeTrack, type JudgedTrack } from '../../simulation/judged-track.ts';
import type { Kind } from '../../simulation/kinds.ts';
import type { Noise } from '../../simulation/landmark-noise.ts';
import { prepare } from '../../simulation/pair-track.ts';
import { canSimulate, humanDir, people, sourceOfPerson } from '../../simulation/people.ts';
import { seeTrack } from '../../simulation/seen-track.ts';

const PEOPLE = 4;
/** `mask` is scored, not promised. */
const kinds = ['live', 'plainLive', 'flatPrint', 'bentPrint', 'plainFlat', 'screen'] as const satisfies readonly Kind[];
const DISTANCE_M = 1;
/** Every so many-th of the half that may be looked at, so that all letters come up. */
const EVERY = 30;

const title = 'simulated pairs of views at 1 m';

/** SIMULATED: rendered from one photograph each. The whole of it is scored by `npm run liveness -- simulate`. */
describe.skipIf(!canSimulate)(canSimulate ? title : `${title} (skipped: no ../shared/data or no models)`, () => {
  const judged: JudgedTrack[] = [];

  beforeAll(async () => {
    const measurer = await createPairMeasurer(humanDir);
    const developed = people().filter(({ name }) => halfOf(name) === 'develop');
    const some = developed.filter((_, i) => i % EVERY === 0);
    let shown = 0;
    for (const person of some) {
      if (shown === PEOPLE) break;
      const source = await sourceOfPerson(person, measurer);
      if (source === null) continue;
      shown += 1;
      for (const kind of kinds) {
        const prepared = prepare(source, kind, person.name);
        const shown = { person: person.name, kind, distanceM: DISTANCE_M };
        judged.push(...(await judgeTrack(shown, seeTrack({ ...shown, prepared }, measurer))));
      }
    }
  }, 600_000);

  const verdicts = (kind: Kind, verdict: JudgedTrack['verdict'], noise: Noise = 'independent'): number =>
    judged.filter((track) => track.kind === kind && track.noise === noise && track.verdict === verdict).length;

  it.for(['flatPrint', 'bentPrint', 'plainFlat', 'screen'] as const)('never lets a %s pass for a living face', (kind) => {
    expect(judged.filter((track) => track.kind === kind).length).toBe(3 * PEOPLE);
    expect(verdicts(kind, 'live') + verdicts(kind, 'live', 'correlated') + verdicts(kind, 'live', 'none')).toBe(0);
  });

  it('calls most of the screens screens', () => {
    const called = judged.filter(({ kind, detail }) => kind === 'screen' && detail === 'screen');
    expect(called.length).toBeGreaterThanOrEqual(2.5 * PEOPLE);
  });

  // The full score says how many; here it is seen that living faces pass at all.
  it.for([
    ['live', 2],
    ['plainLive', 3],
  ] as const)('finds most heads living (%s: at least %i)', ([kind, least]) => {
    expect(verdicts(kind, 'live')).toBeGreaterThanOrEqual(least);
  });

  it('accuses hardly any living face', () => {
    expect(verdicts('live', 'attack') + verdicts('plainLive', 'attack')).toBeLessThanOrEqual(1);
  });
});
