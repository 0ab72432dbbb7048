import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { challengeActions, type ChallengeAction } from '../../src/shared/challenge.ts';
import { hasModbusSlave } from '../fakes/modbus-slave.ts';
import { Actor, type ActorKind } from '../simulation-actions/actor.ts';
import { openEyes, type Eyes } from '../simulation-actions/seeing.ts';
import { canSimulate, dataDir } from '../simulation/people.ts';
import { ActedLane, type Answer, type Answering } from './support/acted-lane.ts';
import { pairReelsOf, showingActions, type PairReels } from './support/acted-pairs.ts';
import { emptyYard, reelsOf, shotsOf, type Reels, type StayingAction } from './support/acted-reels.ts';
import { actedCameras, ActedStage, type Shot } from './support/acted-stage.ts';
import { bulkEnrol } from './support/bulk-enrol.ts';
import { GatePlace, type GatePlaceOptions } from './support/gate-place.ts';
import { phraseLengths } from './support/phrase-lengths.ts';
import { freePort } from './support/terminal-page.ts';
import { runCli } from './support/terminal-process.ts';

/** Two people of ../shared/data whose simulated heads show every move well: how many do is measured by `test/simulation-actions/run.ts`. */
const WORKER = 'Antonio_Trillanes';
const OTHER = 'Anthony_Hopkins';
/** Somebody whose simulated head two cameras cannot tell from a copy. */
const UNSURE = 'Noelle_Bush';

const MOST_TRIES = 4;
/** Pairs until somebody has read what he is asked for. */
const READING = 8;

interface Refusal {
  readonly reason: string;
  readonly workerId: string | null;
  readonly detail: string | null;
  readonly hasPicture: boolean;
}
interface Punch {
  readonly workerId: string;
  readonly direction: string;
  readonly lane: number;
  readonly hasPicture: boolean;
  readonly openings: readonly { readonly outcome: string }[];
}

const photographs = (name: string): readonly string[] => {
  const folder = join(dataDir, 'lfw-dev', name);
  return readdirSync(folder)
    .toSorted()
    .map((file) => join(folder, file));
};

async function render(name: string, kind: ActorKind, eyes: Eyes): Promise<Reels> {
  const actor = await Actor.of(photographs(name)[0] ?? '', name, eyes, kind);
  if (!actor) throw new Error(`${name} does not look ahead`);
  return reelsOf(actor, kind);
}

/** A terminal whose cameras are acted. */
interface ActedTerminal {
  readonly place: GatePlace;
  readonly stage: ActedStage;
  readonly lanes: readonly ActedLane[];
}

/** Starts a terminal with `cameras`, those of each lane in a row; workers are enrolled by another photograph than the one that is acted. */
async function startTerminal(
  workers: readonly string[],
  cameras: readonly (readonly string[])[],
  config: GatePlaceOptions['config'],
): Promise<ActedTerminal> {
  const place = await GatePlace.create({ clip: [], config });
  const idOf = new Map(workers.map((name) => [photographs(name)[1] ?? '', name]));
  expect(await bulkEnrol(place.dataDir, [...idOf.keys()], (file) => idOf.get(file) ?? '')).toBe(workers.length);
  const port = await freePort();
  const acted = await actedCameras(place.folder, cameras.flat());
  const terminal = await place.start({ ...acted, TERMINAL_CDP_PORT: String(port) });
  await terminal.event('vision', 'ready', 180_000);
  const stage = await ActedStage.open(port);
  const lanes: ActedLane[] = [];
  for (const [lane, own] of cameras.entries()) {
    const yard = await emptyYard(own.length);
    await stage.learn(yard);
    lanes.push(new ActedLane({ stage, cameras: own, lane, yard }));
  }
  for (const lane of lanes) await lane.empty();
  return { place, stage, lanes };
}

/** Somebody makes the move that he is asked for, where he stands. */
const doing =
  ({ moves, still, comeCloser }: Reels): Answering =>
  (action, place): Answer => {
    if (action === 'comeCloser') return { once: place === 'far' ? comeCloser : [], then: still.near, place: 'near' };
    const { out, back } = moves[place][action];
    // Nobody moves while he still reads.
    return { once: [...still[place], ...out, ...back], then: still[place], place };
  };

/** The same before two cameras, which ask for moves that show the shape of a head. */
const showing =
  ({ moves, still }: PairReels): Answering =>
  (action, place): Answer => {
    const asked = showingActions.find((one) => one === action);
    return { once: asked ? [...still.slice(0, READING), ...moves[asked].out, ...moves[asked].back] : [], then: still, place };
  };

const another: Readonly<Record<ChallengeAction, StayingAction>> = {
  ...{ blink: 'nod', turnLeft: 'turnRight', turnRight: 'nod', nod: 'turnLeft', comeCloser: 'turnRight' },
};

const pictured = { reason: 'undecided', workerId: WORKER, hasPicture: true };

/** Every head is SIMULATED: rendered from one photograph. The question is drawn by the terminal, and read from its screen. */
describe.skipIf(!canSimulate || !hasModbusSlave)('whoever is asked for a move before one camera', () => {
  let eyes: Eyes;
  let worker: Reels;
  let other: Reels;
  let print: Reels;

  beforeAll(async () => {
    eyes = await openEyes(join(resolve(import.meta.dirname, '../..'), 'models'));
    worker = await render(WORKER, 'head', eyes);
    other = await render(OTHER, 'head', eyes);
    print = await render(WORKER, 'print', eyes);
  });

  describe('at one lane', () => {
    let terminal: ActedTerminal;

    beforeAll(async () => {
      terminal = await startTerminal([WORKER], [['acted']], {
        cameras: { visible: 'acted', infrared: null },
        recognition: { repeatSeconds: 1 },
        liveness: { mode: 'challenge' },
      });
      for (const reels of [worker, other, print]) await terminal.stage.learn(shotsOf(reels));
    });
    afterAll(async () => {
      await terminal?.stage.close();
      await terminal?.place.close();
    });

    it('is let in by making it, by one pulse, and the punch has his picture; the voice asks for it too', async () => {
      const { asked, state, ...happened } = await visitTo(terminal, 1, worker.still.far, doing(worker));
      expect(state, JSON.stringify([asked, happened])).toBe('admitted');
      const punch = { workerId: WORKER, hasPicture: true, openings: [{}] };
      expect(happened).toMatchObject({ punches: [punch], pulses: 1 });
      const lengths = await phraseLengths(join(terminal.place.folder, 'phrases'), challengeActions);
      if (lengths === null) return;
      const said = await terminal.stage.said();
      const isSaid = (action: ChallengeAction): boolean => said.some((length) => Math.abs(length - lengths[action]) < 0.005);
      expect(asked.filter((action) => !isSaid(action))).toEqual([]);
    });

    it('is refused for another move, and for holding his print up and moving it by hand as he was asked', async () => {
      const wrong = await visitTo(terminal, 1, worker.still.far, (action, at) => doing(worker)(another[action], at));
      expect(wrong).toMatchObject({ state: 'refused', punches: [], pulses: 0 });
      expect(wrong.refusals[0]).toMatchObject(pictured);
      const moved = await visitTo(terminal, 1, print.still.far, doing(print));
      expect(moved).toMatchObject({ state: 'refused', punches: [], pulses: 0 });
      expect(moved.refusals).toContainEqual(expect.objectContaining(pictured));
    });

    it('is asked for a turn or a nod when he makes none, and is refused and written down when he makes none again', async () => {
      const { asked, ...happened } = await visitTo(terminal, 1, worker.still.far, (_action, place) => ({
        once: [],
        then: worker.still[place],
        place,
      }));
      // Asked the same again: a busy machine took him for one who had gone.
      const [, second, ...more] = asked.filter((action, index) => action !== asked[index - 1]);
      expect([more, showingActions.some((action) => action === second)]).toEqual([[], true]);
      expect(happened).toMatchObject({ state: 'refused', punches: [], pulses: 0 });
      expect(happened.refusals[0]).toMatchObject({ ...pictured, detail: 'challenge.tooLate' });
    });

    it('is not let in when somebody else ends the move that he began', async () => {
      const { still, moves, comeCloser } = worker;
      const { punches, refusals, pulses } = await visitTo(terminal, 1, worker.still.far, (action, place) => {
        if (action === 'comeCloser')
          return { once: comeCloser.slice(0, comeCloser.length / 2), then: other.still.near, place: 'near' };
        const once = [...still[place], ...moves[place][action].out, ...other.moves[place][action].back];
        return { once, then: other.still[place], place };
      });
      expect([punches, pulses]).toEqual([[], 0]);
      expect(refusals).toContainEqual(expect.objectContaining(pictured));
    });
  });

  it('is let in at each of two lanes, whose cameras are devices of their own, by his move there', async () => {
    const terminal = await startTerminal([WORKER, OTHER], [['first'], ['second']], ({ turnstile }) => ({
      cameras: { visible: 'first', infrared: null },
      lanes: {
        second: { enabled: true, direction: 'out', cameras: { visible: 'second' }, turnstile: { ...turnstile, coil: 1 } },
      },
      liveness: { mode: 'auto' },
    }));
    const { place, stage } = terminal;
    try {
      for (const reels of [worker, other]) await stage.learn(shotsOf(reels));
      const second = await visitTo(terminal, 2, other.still.far, doing(other));
      const first = await visitTo(terminal, 1, worker.still.far, doing(worker));
      const passed = { state: 'admitted', pulses: 1 };
      expect(second).toMatchObject({ ...passed, punches: [{ workerId: OTHER, lane: 2, direction: 'out' }] });
      expect(first).toMatchObject({ ...passed, punches: [{ workerId: WORKER, lane: 1, direction: 'in' }] });
      expect([first.asked.length, second.asked.length]).not.toContain(0);
      const opened = place.slave.requests.flatMap(({ fc, address, value }) => (fc === 5 && value !== 0 ? [address] : []));
      expect(opened).toEqual([1, 0]);
    } finally {
      await stage.close();
      await place.close();
    }
  });
});

describe.skipIf(!canSimulate || !hasModbusSlave)('whom two cameras, devices of their own, cannot tell from a copy', () => {
  let terminal: ActedTerminal;
  afterAll(async () => {
    await terminal?.stage.close();
    await terminal?.place.close();
  });

  it('is asked to turn or to nod, and let in when both have seen it', { timeout: 900_000 }, async () => {
    const pairs = await pairReelsOf(UNSURE);
    terminal = await startTerminal([UNSURE], [['visible', 'infrared']], {
      cameras: { visible: 'visible', infrared: 'infrared' },
      recognition: { repeatSeconds: 1 },
      liveness: { mode: 'auto' },
    });
    await terminal.stage.learn([...pairs.still, ...showingActions.flatMap((action) => pairs.moves[action].out)]);
    for (let triesLeft = 2 * MOST_TRIES; ; triesLeft -= 1) {
      const visited = await visitTo(terminal, 1, pairs.still, showing(pairs), 1);
      expect(visited.pulses).toBe(visited.punches.length);
      // On a busy machine both may miss each other's pictures while he turns, or see enough of other ones to tell him at once.
      if ((visited.asked.length === 0 || visited.state !== 'admitted') && triesLeft > 1) continue;
      expect(visited).toMatchObject({ state: 'admitted', pulses: 1, punches: [{ workerId: UNSURE, hasPicture: true }] });
      expect(visited.asked.filter((action) => !showingActions.some((one) => one === action))).toEqual([]);
      return;
    }
  });
});

/** What came of somebody's visit: what he was asked, what was written down meanwhile, and how often the gate was opened. */
interface Visited {
  readonly asked: readonly ChallengeAction[];
  /** What the screen said in the end. */
  readonly state: string;
  readonly punches: readonly Punch[];
  readonly refusals: readonly Refusal[];
  readonly pulses: number;
}

/** He comes again when a machine that is busy with other things looked at nobody for a second: that ends a question, and nobody is let in. */
async function visitTo(
  terminal: ActedTerminal,
  lane: number,
  still: readonly Shot[],
  answer: Answering,
  triesLeft = MOST_TRIES,
): Promise<Visited> {
  const { place, lanes } = terminal;
  const acted = lanes[lane - 1];
  if (!acted) throw new Error('no such lane');
  const before = await recorded(place);
  const { asked, outcome } = await acted.visit(still, answer);
  const after = await recorded(place);
  // The newest come first.
  const visited = {
    ...{ asked, state: outcome.state },
    punches: after.punches.slice(0, after.punches.length - before.punches.length),
    refusals: after.refusals.slice(0, after.refusals.length - before.refusals.length),
    pulses: after.pulses - before.pulses,
  };
  const isLost = visited.refusals.some(({ detail }) => detail === 'challenge.lostSight');
  const isPassage = visited.punches.length > 0 || visited.pulses > 0;
  return isLost && !isPassage && triesLeft > 1 ? visitTo(terminal, lane, still, answer, triesLeft - 1) : visited;
}

async function recorded(place: GatePlace): Promise<Pick<Visited, 'punches' | 'refusals' | 'pulses'>> {
  const list = async (...more: string[]) =>
    JSON.parse((await runCli(['punches', 'list', '--json', '--data', place.dataDir, ...more])).stdout);
  const [punches, refusals] = [await list(), await list('--refused')];
  return { punches, refusals, pulses: place.coilOns().length };
}
