import { describe, expect, it } from 'vitest';
import { createChallenge, HOLD_MS, MOVE_MS } from '../../../../src/recognition/liveness/challenge/challenge.ts';
import { drawAction } from '../../../../src/recognition/liveness/challenge/draw-action.ts';
import { challengeActions, type ChallengeAction, type ChallengeStep } from '../../../../src/shared/challenge.ts';
import { NeutralWatch } from '../../../../src/recognition/liveness/challenge/neutral-watch.ts';
import { CROP_SIDE } from '../../../../src/shared/vision/observation.ts';
import { frameOf, type Held } from './moving-head.ts';

const FRAME_MS = 80;
const still: readonly Held[] = Array.from({ length: 8 }, () => ({}));
const wave = (far: Held, part: (share: number) => Held): readonly Held[] => [
  ...[0.25, 0.5, 0.75].map(part),
  far,
  far,
  ...[0.75, 0.5, 0.25, 0].map(part),
];
const turning = (yawDeg: number): readonly Held[] => wave({ yawDeg }, (share) => ({ yawDeg: share * yawDeg }));
const bowing = (bowDeg: number): readonly Held[] => wave({ bowDeg }, (share) => ({ bowDeg: share * bowDeg }));
const blinking: readonly Held[] = [{ lids: 0.5 }, { lids: 0.1 }, { lids: 0 }, { lids: 0.6 }, {}, {}, {}];
const coming: readonly Held[] = [1.05, 1.1, 1.16, 1.22, 1.28, 1.34, 1.34, 1.34, 1.34].map((size) => ({ size }));
const near = (moves: readonly Held[]): readonly Held[] => moves.map((held) => ({ ...held, size: 1.34 }));

/** Signs: the worker's own left is at the right of the camera's picture. */
const moves: Readonly<Record<Exclude<ChallengeAction, 'comeCloser'>, readonly Held[]>> = {
  blink: blinking,
  turnLeft: turning(28),
  turnRight: turning(-28),
  nod: bowing(20),
};

interface Play {
  readonly kind?: 'head' | 'sheet';
  readonly startedAtMs?: number;
  /** Index drawn for a second move. */
  readonly draw?: number;
  readonly isSamePerson?: (index: number, held: Held) => boolean;
  readonly everyMs?: number;
}

function play(action: ChallengeAction, poses: readonly Held[], options: Play = {}) {
  const { kind = 'head', startedAtMs = 0, draw = 0, everyMs = FRAME_MS } = options;
  const challenge = createChallenge({ action, atMs: startedAtMs, random: () => draw });
  const steps: ChallengeStep[] = [challenge.step];
  const answers = poses.map((held, i) => {
    const answer = challenge.take(frameOf(kind, held, (i + 1) * everyMs, options.isSamePerson?.(i, held) ?? true));
    if (challenge.step !== steps.at(-1)) steps.push(challenge.step);
    return answer;
  });
  return { challenge, answers, steps, end: answers.at(-1) };
}

describe('a challenge', () => {
  const proving = ['blink', 'turnLeft', 'turnRight', 'nod'] as const;

  it.each(proving)('is passed by a head that does %s as asked, and not before the way back', (action) => {
    const poses = [...still, ...moves[action]];
    const { answers } = play(action, poses);
    expect(answers.at(-1)).toEqual({ state: 'passed', reason: 'challenge.done' });
    expect(answers.slice(0, still.length + 2).map(({ state }) => state)).not.toContain('passed');
  });

  it.each(proving.flatMap((asked) => proving.filter((done) => done !== asked).map((done) => [asked, done] as const)))(
    'for %s is not passed by %s',
    (asked, done) => {
      expect(play(asked, [...still, ...moves[done], ...still]).end?.state).not.toBe('passed');
    },
  );

  it.each([
    ['turnLeft', turning(-28)],
    ['turnLeft', bowing(25)],
    ['blink', turning(28)],
    ['nod', turning(28)],
    ['nod', bowing(-25)],
  ] as const)('for %s fails at once at another clear move', (asked, done) => {
    expect(play(asked, [...still, ...done]).end).toEqual({ state: 'failed', reason: 'challenge.otherMove' });
  });

  it.each([
    ['turnLeft', { yawDeg: -28 }],
    ['nod', { bowDeg: 15, yawDeg: 25 }],
    ['blink', { yawDeg: 20 }],
  ] as const)('for %s bears with one frame in which the mesh goes astray (%j), and with no second one', (action, stray) => {
    for (let at = 0; at < 2; at++) {
      const [before, after] = [moves[action].slice(0, at), moves[action].slice(at)];
      const again = action === 'blink' ? blinking : [];
      expect(play(action, [...still, ...before, stray, ...after, ...again]).end?.state).toBe('passed');
      expect(play(action, [...still, ...before, stray, stray, ...after]).answers.map(({ reason }) => reason)).toContain(
        'challenge.otherMove',
      );
    }
  });

  it.each(proving)(
    'for %s is not passed by a film of all moves in a row that begins with others, each quickly made',
    (action) => {
      const others = proving.filter((one) => one !== action && one !== 'blink');
      const film = [...others, action].flatMap((one) => [...moves[one].slice(2, 4), {}, {}]);
      expect(play(action, [...still, ...film, ...still]).end).toEqual({ state: 'failed', reason: 'challenge.otherMove' });
    },
  );

  it.each([
    ['turnLeft', { yawDeg: -28 }],
    ['turnRight', { bowDeg: 20 }],
    ['nod', { yawDeg: 28 }],
    ['blink', { yawDeg: 28 }],
  ] as const)('for %s is refused at the one frame in which a slow terminal sees another move (%j)', (action, other) => {
    for (const everyMs of [250, 350])
      expect(play(action, [...still, other, {}], { everyMs }).end).toEqual({ state: 'failed', reason: 'challenge.otherMove' });
  });

  it('does not take eyes for shut and open again if the head went astray meanwhile', () => {
    expect(play('blink', [...still, { lids: 0.5 }, { lids: 0 }, { yawDeg: 20 }, ...still]).end?.state).toBe('waiting');
  });

  it('does not count a frame that went astray as a view of the head on its way', () => {
    const stray = { yawDeg: 14, bowDeg: 25 };
    const { end } = play('turnLeft', [...still, { yawDeg: 28 }, stray, {}, {}]);
    expect(end).toEqual({ state: 'waiting', reason: 'challenge.noMove' });
  });

  it.each(['turnLeft', 'turnRight', 'nod'] as const)(
    'for %s is passed at four frames a second too, as two cameras give them',
    (action) => {
      const seen = moves[action].filter((_held, i) => i % 3 === 2);
      expect(play(action, [...still, ...seen, {}], { everyMs: 250 }).end?.state).toBe('passed');
    },
  );

  it('ignores small movements before the move', () => {
    const restless = [3, -4, 5, -3].flatMap((yawDeg) => [{ yawDeg }, { bowDeg: yawDeg }]);
    expect(play('turnLeft', [...still, ...restless, ...moves.turnLeft]).end?.state).toBe('passed');
  });

  it('is not passed by a turn that is too small', () => {
    expect(play('turnLeft', [...still, ...turning(9), ...still]).end).toEqual({ state: 'waiting', reason: 'challenge.noMove' });
  });

  it.each([
    ['turnLeft', turning(40)],
    ['turnRight', turning(-40)],
    ['nod', bowing(35)],
  ] as const)('for %s is not passed by a sheet of paper that is tilted', (action, poses) => {
    const { end } = play(action, [...still, ...poses, ...still], { kind: 'sheet' });
    expect(end).toEqual({ state: 'waiting', reason: 'challenge.noMove' });
  });

  it.each([0.4, -0.4])('is not passed by a sheet that is bent while it is tilted (%d)', (bend) => {
    const poses = turning(35).map((held) => ({ ...held, bend }));
    for (const action of ['turnLeft', 'turnRight'] as const)
      expect(play(action, [...still, ...poses, ...still], { kind: 'sheet' }).end?.state).not.toBe('passed');
  });

  it('does not count a head that was turned already when the question came', () => {
    const back = [28, 28, 28, 21, 14, 7, 0].map((yawDeg) => ({ yawDeg }));
    expect(play('turnLeft', [...back, ...still]).end).toEqual({ state: 'waiting', reason: 'challenge.noMove' });
  });

  it('does not count eyes that were shut when the question came', () => {
    const shut = Array.from({ length: 6 }, () => ({ lids: 0 }));
    expect(play('blink', [...shut, { lids: 0.5 }, ...still]).end?.state).toBe('waiting');
  });

  it('does not count frames from before the question', () => {
    const poses = [...still, ...moves.turnLeft];
    expect(play('turnLeft', poses, { startedAtMs: (poses.length - 2) * FRAME_MS }).end?.reason).toBe('challenge.notAhead');
  });

  const waiting: readonly Held[] = Array.from({ length: Math.ceil(MOVE_MS / FRAME_MS) }, () => ({}));

  it('is not passed by the move when it comes after its time, for then another one is asked for', () => {
    const { steps, end } = play('nod', [...still, ...waiting, ...moves.nod], { draw: 0 });
    expect(steps).toEqual(['holdStill', 'nod', 'turnLeft']);
    expect(end?.state).not.toBe('passed');
  });

  it.each(['blink', 'nod', 'comeCloser'] as const)('asks once for a turn or a nod when %s was not seen in its time', (action) => {
    const { steps, end } = play(action, [...still, ...waiting, ...moves.turnLeft], { draw: 0 });
    expect(steps).toEqual(['holdStill', action, 'turnLeft']);
    expect(end?.state).toBe('passed');
  });

  it('fails when that one does not come either, whether frames can be used or not', () => {
    const { challenge, end } = play('nod', [...still, ...waiting, ...waiting, {}]);
    expect(end).toEqual({ state: 'failed', reason: 'challenge.tooLate' });
    expect(challenge.pass(60_000)).toEqual(end);
    const { challenge: unseen } = play('nod', still);
    const named = unseen.untilMs;
    expect(unseen.pass(named)).toEqual({ state: 'waiting', reason: 'challenge.noMove' });
    expect(unseen.pass(named + 1).state).toBe('waiting');
    // Who was out of sight meanwhile is not known to hold still.
    expect(unseen.step).toBe('holdStill');
    expect(unseen.pass(named + HOLD_MS + 2)).toEqual({ state: 'failed', reason: 'challenge.tooLate' });
  });

  it('names no move before the face looks ahead and holds still, and gives it its whole time from then on', () => {
    const restless = [8, -8, 8, -8, 8].map((yawDeg) => ({ yawDeg }));
    const { challenge, steps, answers } = play('nod', [...restless, ...still, ...moves.nod]);
    expect(steps).toEqual(['holdStill', 'nod']);
    expect(answers.slice(0, restless.length).map(({ reason }) => reason)).toEqual(restless.map(() => 'challenge.notAhead'));
    expect(challenge.untilMs - MOVE_MS).toBeGreaterThan((restless.length + 2) * FRAME_MS);
    expect(answers.at(-1)?.state).toBe('passed');
  });

  it('names the move at once to somebody who held still before, and counts nothing that he did then', () => {
    const watch = new NeutralWatch();
    const moved = [...moves.nod, ...still];
    moved.forEach((held, i) => {
      watch.take(frameOf('head', held, i * FRAME_MS));
    });
    const challenge = createChallenge({ action: 'nod', atMs: moved.length * FRAME_MS, watch });
    expect(challenge.step).toBe('nod');
    expect(challenge.take(frameOf('head', {}, (moved.length + 1) * FRAME_MS))).toEqual({
      state: 'waiting',
      reason: 'challenge.noMove',
    });
  });

  it('names no move to a head that is on its way already, however slowly', () => {
    const watch = new NeutralWatch();
    const begun = [...still, ...[2.5, 5, 7.5, 10].map((bowDeg) => ({ bowDeg }))];
    begun.forEach((held, i) => {
      watch.take(frameOf('head', held, i * FRAME_MS));
    });
    const challenge = createChallenge({ action: 'nod', atMs: begun.length * FRAME_MS, watch });
    const rest = [14, 18, 22, 24, 24, 20, 15, 10, 5, 0].map((bowDeg) => ({ bowDeg }));
    const answers = rest.map((held, i) => challenge.take(frameOf('head', held, (begun.length + 1 + i) * FRAME_MS)));
    expect(new Set(answers.map(({ state }) => state))).toEqual(new Set(['waiting']));
  });

  it('does not count a blink that nobody could have answered with so soon', () => {
    const watched = () => {
      const watch = new NeutralWatch();
      still.forEach((held, i) => {
        watch.take(frameOf('head', held, i * FRAME_MS));
      });
      return createChallenge({ action: 'blink', atMs: still.length * FRAME_MS, watch });
    };
    const answered = (poses: readonly Held[]) => {
      const challenge = watched();
      return poses.map((held, i) => challenge.take(frameOf('head', held, (still.length + 1 + i) * FRAME_MS)).state).at(-1);
    };
    expect(answered([{}, ...blinking])).toBe('waiting');
    expect(answered([...still, ...blinking])).toBe('passed');
  });

  it('does not take for held still what was held before somebody moved or was out of sight', () => {
    const seen = (poses: readonly Held[], gapMs = 0) => {
      const watch = new NeutralWatch();
      poses.forEach((held, i) => {
        watch.take(frameOf('head', held, i * FRAME_MS + (i === poses.length - 1 ? gapMs : 0)));
      });
      return watch.pose((poses.length - 1) * FRAME_MS + gapMs);
    };
    expect(seen(still)).not.toBeNull();
    expect(seen([...still, { yawDeg: 25 }])).toBeNull();
    expect(seen([...still, { yawDeg: 12 }])).toBeNull();
    expect(seen([...still, {}], 700)).toBeNull();
    const before = new NeutralWatch();
    still.forEach((held, i) => {
      before.take(frameOf('head', held, i * FRAME_MS));
    });
    expect(before.pose(still.length * FRAME_MS)).not.toBeNull();
    expect(before.pose(still.length * FRAME_MS + 700)).toBeNull();
  });

  it('fails when the face never holds still', () => {
    const restless = Array.from({ length: Math.ceil(HOLD_MS / FRAME_MS) + 1 }, (_, i) => ({ yawDeg: i % 2 === 0 ? 9 : -9 }));
    expect(play('nod', restless).end).toEqual({ state: 'failed', reason: 'challenge.notAhead' });
    const unseen = createChallenge({ action: 'nod', atMs: 0 });
    expect(unseen.pass(HOLD_MS)).toEqual({ state: 'waiting', reason: 'challenge.notAhead' });
    expect(unseen.pass(HOLD_MS + 1)).toEqual({ state: 'failed', reason: 'challenge.notAhead' });
  });

  it.each([
    ['before the move is named', 1],
    ['once it is named', still.length - 2],
  ])('fails when somebody else looks ahead for two frames, %s', (_, from) => {
    const isSamePerson = (i: number): boolean => i !== from && i !== from + 1;
    const { end } = play('turnLeft', [...still, ...moves.turnLeft], { isSamePerson });
    expect(end).toEqual({ state: 'failed', reason: 'challenge.otherPerson' });
  });

  it('begins the move anew after one frame that looks like somebody else, and bears with it', () => {
    const away = [{ yawDeg: 14 }, { yawDeg: 28 }, {}];
    const isSamePerson = (i: number): boolean => i !== still.length + 2;
    const once = play('turnLeft', [...still, ...away, {}], { isSamePerson });
    expect(once.end).toEqual({ state: 'waiting', reason: 'challenge.noMove' });
    const again = play('turnLeft', [...still, ...away, ...moves.turnLeft], { isSamePerson });
    expect(again.end).toEqual({ state: 'passed', reason: 'challenge.done' });
  });

  it.each([
    ['turnLeft', { yawDeg: 28 }],
    ['turnRight', { yawDeg: -28 }],
    ['nod', { bowDeg: 20 }],
  ] as const)('for %s is not passed by two photographs that are exchanged, at any rate of frames', (action, far) => {
    for (const everyMs of [33, 80, 160]) {
      const { end } = play(action, [...still, ...still, far, far, {}, {}, far, {}, {}], { everyMs });
      expect(end).toEqual({ state: 'waiting', reason: 'challenge.noMove' });
    }
  });

  it.each(['pass', 'lose'] as const)('is not passed by two photographs between which nothing can be made out (%s)', (unseen) => {
    const challenge = createChallenge({ action: 'turnLeft', atMs: 0 });
    let atMs = 0;
    const show = (held: Held) => challenge.take(frameOf('head', held, (atMs += FRAME_MS)));
    const hide = () => Array.from({ length: 5 }, () => challenge[unseen]((atMs += FRAME_MS)));
    for (const held of still) show(held);
    for (let times = 0; times < 3; times++) {
      hide();
      show({ yawDeg: 28 });
      hide();
      show({});
    }
    expect(show({})).toEqual({ state: 'waiting', reason: 'challenge.noMove' });
  });

  it('begins anew when the face is lost at the far point', () => {
    const challenge = createChallenge({ action: 'turnLeft', atMs: 0 });
    let atMs = 0;
    const show = (held: Held) => challenge.take(frameOf('head', held, (atMs += FRAME_MS)));
    for (const held of [...still, { yawDeg: 14 }, { yawDeg: 28 }]) show(held);
    expect(challenge.lose((atMs += FRAME_MS))).toEqual({ state: 'waiting', reason: 'challenge.noMove' });
    for (const held of [{ yawDeg: 14 }, {}]) expect(show(held).state).toBe('waiting');
    expect(moves.turnLeft.map((held) => show(held).state).at(-1)).toBe('passed');
  });

  it.each([
    ['nod', [{ bowDeg: -13 }, { bowDeg: 10 }, { bowDeg: 20 }, { bowDeg: 10 }, {}]],
    ['nod', [{ bowDeg: 10 }, { bowDeg: 20 }, { bowDeg: -13 }]],
    ['turnLeft', [{ yawDeg: -13 }, {}, { yawDeg: 14 }, { yawDeg: 28 }, { yawDeg: 14 }, {}]],
    ['turnRight', [{ yawDeg: -14 }, { yawDeg: -28 }, { yawDeg: 14 }]],
  ] as const)('for %s bears with a little the other way before or after (%j)', (action, poses) => {
    expect(play(action, [...still, ...poses]).end).toEqual({ state: 'passed', reason: 'challenge.done' });
  });

  it.each([
    ['nod', { bowDeg: 7, yawDeg: -16 }],
    ['turnLeft', { yawDeg: 7, bowDeg: 16 }],
  ] as const)('for %s is not over while the head is still turned about the other axis', (action, aside) => {
    const out = moves[action].slice(0, -3);
    expect(play(action, [...still, ...out, aside, aside]).end).toEqual({ state: 'waiting', reason: 'challenge.underWay' });
    expect(play(action, [...still, ...out, aside, {}]).end?.state).toBe('passed');
  });

  describe('counts a move only from a frame on that looks ahead', () => {
    // Somebody whose head is seen bowed by 16° when he holds it level: on his way back he is seen turned still.
    const low = (held: Held, atMs: number, isSamePerson: boolean) => {
      const frame = frameOf('head', held, atMs, isSamePerson);
      return { ...frame, pitchDeg: frame.pitchDeg - 16 };
    };
    const playLow = (poses: readonly Held[], isSamePerson: (index: number) => boolean = () => true) => {
      const challenge = createChallenge({ action: 'nod', atMs: 0, random: () => 0 });
      return poses.map((held, i) => challenge.take(low(held, (i + 1) * FRAME_MS, isSamePerson(i))));
    };
    const back: readonly Held[] = [...still, ...moves.nod.slice(0, -3), { bowDeg: 7 }];

    it('of the person himself', () => {
      expect(playLow(back).at(-1)).toEqual({ state: 'waiting', reason: 'challenge.underWay' });
      expect(playLow([...back, {}]).at(-1)?.state).toBe('passed');
    });

    it('and begins anew when it shows somebody else', () => {
      const answers = playLow([...back, {}, {}, {}], (index) => index !== back.length);
      expect(answers.at(-1)).toEqual({ state: 'waiting', reason: 'challenge.noMove' });
    });
  });

  it('ends in time also while a turned head that may be nobody’s is all that is seen', () => {
    const challenge = createChallenge({ action: 'nod', atMs: 0, random: () => 0 });
    const answers = Array.from({ length: 200 }, (_, i) =>
      challenge.take(frameOf('head', { yawDeg: 26 }, (i + 1) * FRAME_MS, false)),
    );
    expect(answers.at(-1)).toEqual({ state: 'failed', reason: 'challenge.notAhead' });
  });

  it('does not let somebody else make the move', () => {
    const { end } = play('turnLeft', [...still, ...moves.turnLeft], { isSamePerson: (_, { yawDeg = 0 }) => yawDeg < 10 });
    expect(end?.state).not.toBe('passed');
  });

  it('bears with a face that is hard to recognise at the far point', () => {
    const { end } = play('turnLeft', [...still, ...moves.turnLeft], { isSamePerson: (_, { yawDeg = 0 }) => yawDeg < 28 });
    expect(end?.state).toBe('passed');
  });

  it('bears with one who looks aside, hard to recognise, before the move is named', () => {
    const aside: readonly Held[] = [{ yawDeg: 24 }, { yawDeg: 27 }, { yawDeg: 24 }];
    const { steps, end } = play('turnLeft', [...aside, ...still, ...moves.turnLeft], {
      isSamePerson: (index) => index >= aside.length,
    });
    expect(steps).toEqual(['holdStill', 'turnLeft']);
    expect(end?.state).toBe('passed');
  });

  it('fails when the person was out of sight for long', () => {
    const challenge = createChallenge({ action: 'nod', atMs: 0, random: () => 0 });
    still.forEach((held, i) => challenge.take(frameOf('head', held, (i + 1) * FRAME_MS)));
    expect(challenge.take(frameOf('head', { bowDeg: 20 }, 2_000))).toEqual({ state: 'failed', reason: 'challenge.lostSight' });
  });

  it('does not take a strip that is held over the eyes for a blink', () => {
    const challenge = createChallenge({ action: 'blink', atMs: 0, random: () => 0 });
    const answers = [...still, ...blinking, ...still].map((held, i) => {
      const seen = frameOf('sheet', held, (i + 1) * FRAME_MS);
      const strip = seen.crop.slice().fill(240, 3 * CROP_SIDE * 36, 3 * CROP_SIDE * 72);
      return challenge.take((held.lids ?? 1) < 0.5 ? { ...seen, crop: strip } : seen);
    });
    expect(answers.at(-1)).toEqual({ state: 'waiting', reason: 'challenge.noMove' });
  });

  it('does not take a wink for a blink', () => {
    const challenge = createChallenge({ action: 'blink', atMs: 0, random: () => 0 });
    const answers = [...still, ...blinking, ...still].map((held, i) => {
      const seen = frameOf('head', held, (i + 1) * FRAME_MS);
      const open = frameOf('head', {}, (i + 1) * FRAME_MS);
      // The half of the picture at the right stays as it was.
      const crop = seen.crop.map((value, at) => (Math.floor(at / 3) % CROP_SIDE < CROP_SIDE / 2 ? value : (open.crop[at] ?? 0)));
      const mesh = seen.mesh.map((value, at) => ((open.mesh[3 * Math.floor(at / 3)] ?? 0) < 320 ? value : (open.mesh[at] ?? 0)));
      return challenge.take({ ...seen, crop, mesh });
    });
    expect(answers.at(-1)).toEqual({ state: 'waiting', reason: 'challenge.noMove' });
  });

  it('does not take eyes that vanish as the head begins to turn for a blink', () => {
    const poses = [{ lids: 0, yawDeg: 2 }, { yawDeg: 4 }, { yawDeg: 14 }, { yawDeg: 28 }];
    expect(play('blink', [...still, ...poses]).end).toEqual({ state: 'failed', reason: 'challenge.otherMove' });
  });

  it('does not take eyes that are not made out while the face comes nearer for a blink', () => {
    const steady = [1, 1.03, 1.06, 1.09, 1.12, 1.16, 1.2].map((size, i) => ({ size, lids: i === 2 ? 0 : 1 }));
    expect(play('blink', [...still, ...steady, ...still.map(() => ({ size: 1.2 }))]).end?.state).toBe('waiting');
  });

  it('takes eyes that stay shut for no blink', () => {
    const asleep = Array.from({ length: 9 }, () => ({ lids: 0 }));
    expect(play('blink', [...still, { lids: 0.5 }, ...asleep, { lids: 0.5 }, ...still]).end?.state).toBe('waiting');
  });

  it('asks those whose eyes do not show for another move than a blink', () => {
    const challenge = createChallenge({ action: 'blink', atMs: 0, random: () => 0 });
    const dark = frameOf('head', { lids: 0 }, 0).crop;
    const steps = still.map((held, i) => {
      challenge.take({ ...frameOf('head', held, (i + 1) * FRAME_MS), crop: dark });
      return challenge.step;
    });
    expect([...new Set(steps)]).toEqual(['holdStill', 'turnLeft']);
  });

  it('never passes for coming closer alone, and asks for a second move with time of its own', () => {
    const poses = [...still, ...coming, ...near(still)];
    const { challenge, answers, steps } = play('comeCloser', poses, { draw: 3, kind: 'sheet' });
    expect(answers.map(({ state }) => state)).not.toContain('passed');
    expect(steps).toEqual(['holdStill', 'comeCloser', 'nod']);
    expect(challenge.untilMs).toBeGreaterThan(MOVE_MS + (still.length + 5) * FRAME_MS);
  });

  it('is passed by a head that comes closer and makes the second move', () => {
    const poses = [...still, ...coming, ...near(still), ...near(moves.nod)];
    expect(play('comeCloser', poses, { draw: 3 }).end?.state).toBe('passed');
  });

  it('fails when the face is exchanged for a larger one', () => {
    const poses = [...still, ...Array.from({ length: 4 }, () => ({ size: 1.5 }))];
    expect(play('comeCloser', poses).end).toEqual({ state: 'failed', reason: 'challenge.otherMove' });
  });

  it('stays failed and stays passed', () => {
    const { challenge } = play('turnLeft', [...still, ...turning(-28)]);
    const { challenge: passed } = play('nod', [...still, ...moves.nod]);
    expect(challenge.take(frameOf('head', {}, 3_000)).state).toBe('failed');
    expect(passed.take(frameOf('head', {}, 60_000)).state).toBe('passed');
  });

  it('works at six frames a second', () => {
    const slow = [...still, ...[0.5, 1, 1, 0.5, 0].map((share) => ({ yawDeg: 28 * share }))];
    expect(play('turnLeft', slow, { everyMs: 166 }).end?.state).toBe('passed');
  });
});

describe('drawAction', () => {
  it('gives every move its turn', () => {
    const drawn = challengeActions.map((_, index) => drawAction(() => index));
    expect(drawn).toEqual(challengeActions);
  });

  it('asks for a number below the count of moves', () => {
    const asked: number[] = [];
    drawAction((below) => asked.push(below) - 1);
    expect(asked).toEqual([challengeActions.length]);
  });
});
