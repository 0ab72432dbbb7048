import { createPairMeasurer } from '../../../src/recognition/pair-measurer.ts';
import { noTurn, type Turn } from '../../simulation/asked-move.ts';
import { pairTrack, prepare } from '../../simulation/pair-track.ts';
import { humanDir, people, sourceOfPerson } from '../../simulation/people.ts';
import { rig } from '../../simulation/parameters.ts';
import { ACTED_MS, jpegOf, type Move } from './acted-reels.ts';
import type { Shot } from './acted-stage.ts';

/** Moves that are asked for where two cameras are not sure. */
export const showingActions = ['turnLeft', 'turnRight', 'nod'] as const;
export type ShowingAction = (typeof showingActions)[number];

/** What somebody shows a visible and an infrared camera; SIMULATED, by the same rendering as `npm run liveness -- simulate`. */
export interface PairReels {
  readonly still: readonly Shot[];
  readonly moves: Readonly<Record<ShowingAction, Move>>;
}

/** The view of the simulated terminal in a smaller picture: analysed in half the time. */
const size = { width: 640, height: 480, focalPx: (640 * rig.focalPx) / rig.width };
const DISTANCE_M = 0.5;
const STILL = 12;
const OUT = 5;
const STAY = 1;

const farPoint: Readonly<Record<ShowingAction, Turn>> = {
  turnLeft: { yawDeg: 17, bowDeg: 1 },
  turnRight: { yawDeg: -17, bowDeg: 1 },
  nod: { yawDeg: 1, bowDeg: 13 },
};

/** Renders a person of ../shared/data. */
export async function pairReelsOf(name: string): Promise<PairReels> {
  const person = people().find((one) => one.name === name);
  const source = person && (await sourceOfPerson(person, await createPairMeasurer(humanDir)));
  if (!source) throw new Error(`${name} does not look ahead`);
  let turn = noTurn;
  const prepared = prepare(source, 'live', name);
  const scene = pairTrack(prepared, { kind: 'live', distanceM: DISTANCE_M, seed: name, size, turnAt: () => turn });
  let atMs = 1_000;
  const shoot = async (by: Turn): Promise<Shot> => {
    turn = by;
    atMs += ACTED_MS;
    const { visible, infrared } = scene.look(atMs);
    return Promise.all([jpegOf(visible), jpegOf(infrared)]);
  };
  const shots = async (turns: readonly Turn[]): Promise<readonly Shot[]> => {
    const made: Shot[] = [];
    for (const by of turns) made.push(await shoot(by));
    return made;
  };
  const moveOf = async (action: ShowingAction): Promise<Move> => {
    const way = Array.from({ length: OUT + STAY }, (_, i) => {
      const share = Math.min(1, (i + 1) / OUT);
      return share * share * (3 - 2 * share);
    });
    const { yawDeg, bowDeg } = farPoint[action];
    const out = await shots(way.map((share) => ({ yawDeg: share * yawDeg, bowDeg: share * bowDeg })));
    return { out, back: out.slice(0, OUT).toReversed() };
  };
  const still = await shots(Array.from({ length: STILL }, () => noTurn));
  return {
    // Back the way it came: a head does not jump.
    still: [...still, ...still.slice(1, -1).toReversed()],
    moves: { turnLeft: await moveOf('turnLeft'), turnRight: await moveOf('turnRight'), nod: await moveOf('nod') },
  };
}
