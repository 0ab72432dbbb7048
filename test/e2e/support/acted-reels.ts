import sharp from 'sharp';
import type { Picture } from '../../../src/shared/vision/human-face.ts';
import { challengeActions, type ChallengeAction } from '../../../src/shared/challenge.ts';
import type { Actor, ActorKind, Attitude } from '../../simulation-actions/actor.ts';
import type { Shot } from './acted-stage.ts';

/** Pictures of the acted camera, one every so many ms. */
export const ACTED_MS = 83;

/** Where whoever acts stands; coming closer takes him from the first to the second. */
export type Place = 'far' | 'near';
const distanceMm: Readonly<Record<Place, number>> = { far: 680, near: 480 };

/** A move that leaves whoever makes it where he stands. */
export type StayingAction = Exclude<ChallengeAction, 'comeCloser'>;
const stayingActions = challengeActions.filter((action): action is StayingAction => action !== 'comeCloser');

/** One move, picture by picture. */
export interface Move {
  /** From looking ahead to the far point, and the stay there. */
  readonly out: readonly Shot[];
  readonly back: readonly Shot[];
}

/** What one actor can show; SIMULATED. */
export interface Reels {
  /** Stands and looks ahead; played again and again. */
  readonly still: Readonly<Record<Place, readonly Shot[]>>;
  readonly moves: Readonly<Record<Place, Readonly<Record<StayingAction, Move>>>>;
  readonly comeCloser: readonly Shot[];
}

const STILL = 8;
const NOBODY = 4;
/** So many pictures are left out after each one of an empty yard: nothing of it is worth the work of looking. */
const PAUSE = 2;
/** Pictures on the way out, and at the far point. */
const OUT = 6;
const STAY = 2;
const APPROACH = 10;

/** Of a picture in memory that is used again for the next one. */
export function jpegOf({ data, width, height }: Picture): Promise<Buffer> {
  return sharp(Buffer.from(data), { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality: 92 })
    .toBuffer();
}

const smooth = (share: number): number => share * share * (3 - 2 * share);
const shares = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => smooth((i + 1) / count));

/** The far point of each move, degrees. The worker's own left is at the right of an unmirrored picture. */
const farPoint: Readonly<Record<StayingAction, Partial<Attitude>>> = {
  blink: { eyesShut: 1 },
  turnLeft: { yawDeg: 30, bowDeg: 2 },
  turnRight: { yawDeg: -30, bowDeg: 2 },
  nod: { bowDeg: 21, yawDeg: 2 },
};

/** Renders everything that `actor` may have to show. A print is moved by hand as a head would move, its eyes stay open. */
export async function reelsOf(actor: Actor, kind: ActorKind): Promise<Reels> {
  let shown = 0;
  const shoot = async (attitude: Partial<Attitude>): Promise<Shot> => {
    // Nobody stands still.
    const phase = (2 * Math.PI * shown++ * ACTED_MS) / 1_600;
    const sway = {
      yawDeg: Math.sin(phase),
      bowDeg: 0.6 * Math.cos(1.3 * phase),
      shiftMm: [2 * Math.cos(phase), Math.sin(phase)],
    } as const;
    const whole: Attitude = {
      ...{ rollDeg: 0, eyesShut: 0, distanceMm: distanceMm.far, ...attitude, shiftMm: sway.shiftMm },
      yawDeg: sway.yawDeg + (attitude.yawDeg ?? 0),
      bowDeg: sway.bowDeg + (attitude.bowDeg ?? 0),
    };
    return [await jpegOf(actor.show(whole))];
  };
  const all = (attitudes: readonly Partial<Attitude>[]): Promise<readonly Shot[]> => Promise.all(attitudes.map(shoot));
  const standing = (place: Place, count: number) => Array.from({ length: count }, () => ({ distanceMm: distanceMm[place] }));
  const moveAt = async (place: Place, action: StayingAction): Promise<Move> => {
    const far = farPoint[action];
    // Lids fall at once.
    const way = action === 'blink' ? [0.5, 1, 1] : [...shares(OUT), ...Array.from({ length: STAY }, () => 1)];
    const out = await all(
      way.map((share) => ({
        distanceMm: distanceMm[place],
        yawDeg: share * (far.yawDeg ?? 0),
        bowDeg: share * (far.bowDeg ?? 0),
        eyesShut: kind === 'head' ? share * (far.eyesShut ?? 0) : 0,
      })),
    );
    // The same pictures once more: rendering is the dear part.
    return { out, back: out.slice(0, way.indexOf(1)).toReversed() };
  };
  const movesAt = async (place: Place) => {
    const made: [StayingAction, Move][] = [];
    for (const action of stayingActions) made.push([action, await moveAt(place, action)]);
    return Object.fromEntries(made) as Record<StayingAction, Move>;
  };
  return {
    still: { far: await all(standing('far', STILL)), near: await all(standing('near', STILL)) },
    moves: { far: await movesAt('far'), near: await movesAt('near') },
    comeCloser: await all(
      shares(APPROACH).map((share) => ({ distanceMm: distanceMm.far + share * (distanceMm.near - distanceMm.far) })),
    ),
  };
}

/** All that is in them. */
export const shotsOf = ({ still, moves, comeCloser }: Reels): readonly Shot[] => [
  ...still.far,
  ...still.near,
  ...comeCloser,
  ...Object.values(moves).flatMap((byAction) => Object.values(byAction).flatMap(({ out, back }) => [...out, ...back])),
];

/** What cameras see while nobody is there: a gate of bars before a wall, in the noise of a sensor; an infrared one comes second. */
export async function emptyYard(cameras: number): Promise<readonly Shot[]> {
  const bars = Array.from({ length: 8 }, (_, i) => `<rect x="${String(80 * i)}" width="14" height="480" fill="#4a5560"/>`).join(
    '',
  );
  const yard = Buffer.from(`<svg width="640" height="480"><rect width="640" height="480" fill="#a8adb0"/>${bars}</svg>`);
  const noise = { type: 'gaussian', mean: 128, sigma: 4 } as const;
  const look = async (isInfrared: boolean): Promise<Buffer> => {
    const grain = sharp({ create: { width: 640, height: 480, channels: 3, noise, background: '#808080' } }).png();
    const seen = sharp(yard)
      .removeAlpha()
      .composite([{ input: await grain.toBuffer(), blend: 'soft-light' }]);
    return (isInfrared ? seen.modulate({ brightness: 0.5, saturation: 0 }) : seen).jpeg({ quality: 92 }).toBuffer();
  };
  const shoot = (): Promise<Shot> => Promise.all(Array.from({ length: cameras }, (_, camera) => look(camera === 1)));
  const shots = await Promise.all(Array.from({ length: NOBODY }, shoot));
  return shots.flatMap((shot) => [shot, ...Array.from({ length: PAUSE }, () => [])]);
}
