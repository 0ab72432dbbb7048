import { describe, expect, it } from 'vitest';
import { answerTo, moveOn, noTurn } from '../../simulation/asked-move.ts';
import { askedText } from '../../simulation/asked-table.ts';
import type { LedTrack } from '../../simulation/asked-track.ts';
import { chanceFor } from '../../simulation/chance.ts';
import { apply, plus, rotationOf, type Pose, type Vector } from '../../simulation/geometry.ts';

const held: Pose = { rotation: rotationOf(2, -3, 4), position: [10, 20, 1_000] };
const nose: Vector = [0, 0, -25];
const noseOf = ({ rotation, position }: Pose): Vector => plus(apply(rotation, nose), position);

describe('a simulated person who is asked for a move', () => {
  it.each([
    ['turnLeft', 0, 1],
    ['turnRight', 0, -1],
    ['nod', 1, 1],
  ] as const)('makes %s out and back, no sooner than a person can', (action, axis, sign) => {
    const turnAt = answerTo(action, 5_000, chanceFor('a move', action));
    const movedAt = (atMs: number): number => {
      const pose = moveOn('live', held, turnAt(atMs));
      return sign * ((noseOf(pose)[axis] ?? 0) - (noseOf(held)[axis] ?? 0));
    };
    const far = Math.max(...Array.from({ length: 50 }, (_, step) => movedAt(5_000 + 60 * step)));
    expect(far).toBeGreaterThan(15);
    for (const atRest of [4_000, 5_500, 9_000]) expect(movedAt(atRest)).toBeCloseTo(0);
  });

  it('turns a sheet about its own middle, which stays where it is held', () => {
    const turned = moveOn('flatPrint', held, { yawDeg: 30, bowDeg: 0 });
    expect(turned.position).toEqual(held.position);
    expect(moveOn('mask', held, { yawDeg: 30, bowDeg: 0 }).position).not.toEqual(held.position);
    moveOn('live', held, noTurn).rotation.forEach((value, at) => expect(value).toBeCloseTo(held.rotation[at] ?? NaN));
  });

  it('is counted by the question at which he was let in; whoever was not asked is not counted', () => {
    const led: LedTrack = {
      ...{ person: 'somebody', kind: 'live', before: 'live', distanceM: 1 },
      ...{ actions: ['nod'], verdict: 'live', detail: null, tookMs: 3_000 },
    };
    const text = askedText([
      led,
      { ...led, actions: ['nod', 'turnLeft'] },
      { ...led, verdict: 'refused', detail: 'challenge.tooLate' },
      { ...led, actions: [], verdict: 'notAsked' },
    ]);
    expect(text).toContain('live 1.0 m');
    expect(text).toContain('2/3, 1 at the first question   refused challenge.tooLate 1');
  });
});
