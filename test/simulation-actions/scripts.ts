import type { ChallengeAction } from '../../src/shared/challenge.ts';
import { within, type Random } from '../simulation/chance.ts';
import type { Span } from '../simulation/parameters.ts';
import type { Attitude } from './actor.ts';

/** Frames of the simulated camera, one every so many ms. */
export const FRAME_MS = 83;

/** How people make the moves that they are asked for; fixed before anything was scored. Degrees, mm, ms. */
export const acting = {
  turnDeg: [25, 35],
  bowDeg: [15, 25],
  growth: [1.3, 1.5],
  distanceMm: [480, 640],
  farDistanceMm: [700, 820],
  /** Stillness after the question, the way out, the stay, the way back, and what is seen afterwards. */
  stillMs: [600, 800],
  outMs: [350, 600],
  stayMs: [80, 300],
  backMs: [350, 600],
  afterMs: 250,
  approachMs: [700, 1_100],
  /** Lids: down, shut, up. */
  lidsDownMs: [70, 110],
  shutMs: [100, 200],
  lidsUpMs: [100, 170],
  /** What a head does meanwhile: amplitudes of slow waves. */
  sway: { deg: [0.3, 1.5], mm: [1, 4], periodMs: [1_200, 2_600] },
  /** A turned head is bowed a little too, and the other way round: share of the move. */
  aside: [-0.2, 0.2],
} as const satisfies Readonly<Record<string, number | Span | Readonly<Record<string, Span>>>>;

/** Someone's way of making a move. */
export interface Script {
  readonly lengthMs: number;
  /** When the far point of the move is reached, and left. */
  readonly farMs: number;
  readonly leavesMs: number;
  /** When it is over. */
  readonly endsMs: number;
  at(ms: number): Attitude;
}

const smooth = (share: number): number => {
  const s = Math.min(1, Math.max(0, share));
  return s * s * (3 - 2 * s);
};

/** 0 before `from`, rising to 1 within `out`, back to 0 within `back` after `stay`. */
const swing = (from: number, out: number, stay: number, back: number) => (ms: number) =>
  ms < from + out + stay ? smooth((ms - from) / out) : 1 - smooth((ms - from - out - stay) / back);

function swayOf(random: Random): (ms: number) => Pick<Attitude, 'yawDeg' | 'bowDeg' | 'rollDeg' | 'shiftMm'> {
  const wave = (span: Span) => {
    const [height, period, phase] = [within(span, random), within(acting.sway.periodMs, random), 2 * Math.PI * random()];
    return (ms: number) => height * Math.sin(phase + (2 * Math.PI * ms) / period);
  };
  const [yaw, bow, roll] = [wave(acting.sway.deg), wave(acting.sway.deg), wave(acting.sway.deg)];
  const [x, y] = [wave(acting.sway.mm), wave(acting.sway.mm)];
  return (ms) => ({ yawDeg: yaw(ms), bowDeg: bow(ms), rollDeg: roll(ms), shiftMm: [x(ms), y(ms)] });
}

/** What the move adds to the attitude, when it is made by `share`. */
type Part = (share: number) => Partial<Record<'yawDeg' | 'bowDeg' | 'eyesShut', number>>;

function partOf(action: Exclude<ChallengeAction, 'comeCloser'>, random: Random): Part {
  const turn = within(acting.turnDeg, random);
  const bow = within(acting.bowDeg, random);
  const aside = within(acting.aside, random);
  switch (action) {
    // The worker's own left is at the right of an unmirrored picture.
    case 'turnLeft':
      return (share) => ({ yawDeg: share * turn, bowDeg: share * aside * turn });
    case 'turnRight':
      return (share) => ({ yawDeg: -share * turn, bowDeg: share * aside * turn });
    case 'nod':
      return (share) => ({ bowDeg: share * bow, yawDeg: share * aside * bow });
    case 'blink':
      return (share) => ({ eyesShut: share });
  }
}

/** One of the moves that go out and back, from a distance. */
function outAndBack(action: Exclude<ChallengeAction, 'comeCloser'>, distanceMm: number, random: Random): Script {
  const isBlink = action === 'blink';
  const still = within(acting.stillMs, random);
  const out = within(isBlink ? acting.lidsDownMs : acting.outMs, random);
  const stay = within(isBlink ? acting.shutMs : acting.stayMs, random);
  const back = within(isBlink ? acting.lidsUpMs : acting.backMs, random);
  const share = swing(still, out, stay, back);
  const part = partOf(action, random);
  const sway = swayOf(random);
  return {
    lengthMs: still + out + stay + back + acting.afterMs,
    farMs: still + out,
    leavesMs: still + out + stay,
    endsMs: still + out + stay + back,
    at(ms) {
      const [rest, added] = [sway(ms), part(share(ms))];
      return {
        ...rest,
        distanceMm,
        yawDeg: rest.yawDeg + (added.yawDeg ?? 0),
        bowDeg: rest.bowDeg + (added.bowDeg ?? 0),
        eyesShut: added.eyesShut ?? 0,
      };
    },
  };
}

/** How somebody answers the question; after coming closer he makes the move `next` too. */
export function scriptOf(action: ChallengeAction, next: Exclude<ChallengeAction, 'comeCloser'>, random: Random): Script {
  if (action !== 'comeCloser') return outAndBack(action, within(acting.distanceMm, random), random);
  const far = within(acting.farDistanceMm, random);
  const near = far / within(acting.growth, random);
  const still = within(acting.stillMs, random);
  const approach = within(acting.approachMs, random);
  const second = outAndBack(next, near, random);
  const begins = still + approach;
  return {
    lengthMs: begins + second.lengthMs,
    farMs: begins,
    leavesMs: begins,
    endsMs: begins + second.endsMs,
    at(ms) {
      const attitude = second.at(ms - begins);
      return { ...attitude, distanceMm: far + (near - far) * smooth((ms - still) / approach) };
    },
  };
}
