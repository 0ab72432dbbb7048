import { describe, expect, it } from 'vitest';
import { Gate } from '../../../src/gate/gate.ts';
import { defaultLimits, type Counted } from '../../../src/gate/passage-state.ts';
import type { NewPunch, NewRefusal, OpeningOutcome, PassageJournal, Sighting } from '../../../src/gate/ports.ts';
import { Fault } from '../../../src/shared/fault.ts';
import type { GateView } from '../../../src/shared/gate-view.ts';
import { silentLog } from '../../../src/shared/log.ts';

/** A gate whose surroundings write down, in one list, what was asked of them. */
function gateWith(
  settings: {
    readonly outcome?: OpeningOutcome;
    readonly storeFault?: Fault;
    readonly onPunch?: (workerId: string, counted: Counted) => void;
    readonly lane?: number;
  } = {},
) {
  const happened: string[] = [];
  const views: GateView[] = [];
  const faults: Fault[] = [];
  const punches: NewPunch[] = [];
  const refusals: NewRefusal[] = [];
  const time = { ms: 1_000 };
  const refuse = (): void => {
    if (settings.storeFault !== undefined) throw settings.storeFault;
  };
  const journal: PassageJournal = {
    recordPunch: (punch) => {
      refuse();
      punches.push(punch);
      happened.push('recorded');
      return { punchId: punches.length, openingId: punches.length * 10 };
    },
    recordRepeat: (punchId) => {
      refuse();
      happened.push('repeat');
      return { punchId, openingId: 99 };
    },
    markOpening: (openingId, outcome) => happened.push(`opening ${String(openingId)} ${outcome}`),
    markTaken: () => undefined,
    recordRefusal: (refusal) => {
      refuse();
      refusals.push(refusal);
      happened.push(`refused ${refusal.reason}`);
    },
  };
  const gate = new Gate({
    turnstile: {
      open: () => {
        happened.push('pulse');
        return Promise.resolve(settings.outcome ?? 'opened');
      },
      state: () => ({ state: 'ok', detail: null }),
      onChange: () => undefined,
      hold: () => undefined,
      canHold: true,
      close: () => Promise.resolve(),
    },
    journal,
    roster: { find: (workerId) => (workerId === 'gone' ? null : { workerId, name: '单雄信', barredReason: null }) },
    voice: { say: (phrase) => happened.push(`say ${phrase}`) },
    clock: { now: () => 1_700_000_000_000 + time.ms, monotonic: () => time.ms },
    log: silentLog,
    limits: { ...defaultLimits, repeatMs: 10_000 },
    direction: 'out',
    isClockDoubtful: () => true,
    onView: (view) => views.push(view),
    onStoreFault: (fault) => faults.push(fault),
    ...(settings.lane === undefined ? {} : { lane: settings.lane }),
    ...(settings.onPunch === undefined ? {} : { onPunch: settings.onPunch }),
  });
  return { gate, happened, views, faults, punches, refusals, time };
}

const seen = (workerId: string, track = 1): Sighting => ({
  kind: 'recognised',
  track,
  workerId,
  score: 0.7,
  threshold: 0.58,
  picture: new Uint8Array([1]),
});
const unproven = { track: 1, workerId: 'w1', score: 0.7, detail: 'print: depth -5.0 depth.flat', picture: new Uint8Array([1]) };
const settled = () => new Promise(setImmediate);

describe('the gate', () => {
  it('records, then pulses, then speaks, then notes what became of the pulse', async () => {
    const { gate, happened, views } = gateWith();
    gate.see(seen('w1'));
    await settled();
    expect(happened).toEqual(['recorded', 'pulse', 'say admitted', 'opening 10 opened']);
    expect(views.map((view) => ('gate' in view ? `${view.state} ${view.gate}` : view.state))).toEqual([
      'admitted opening',
      'admitted opened',
    ]);
  });

  it('writes the punch with direction, wall-clock time, picture and the doubt about the clock', () => {
    const { gate, punches } = gateWith();
    gate.see(seen('w1'));
    expect(punches).toEqual([
      {
        workerId: 'w1',
        atMs: 1_700_000_001_000,
        direction: 'out',
        lane: 1,
        score: 0.7,
        threshold: 0.58,
        picture: new Uint8Array([1]),
        isClockDoubtful: true,
      },
    ]);
  });

  it('gives no pulse when the store is full, and says which fault it was', () => {
    const { gate, happened, faults, views } = gateWith({ storeFault: new Fault('store.full', 'full') });
    gate.see(seen('w1'));
    expect(happened).toEqual([]);
    expect(faults.map(({ code }) => code)).toEqual(['store.full']);
    expect(views.at(-1)).toMatchObject({ state: 'refused', reason: 'notRecorded' });
  });

  it('opens for a punch that is on disk, whatever goes wrong with those who hear of it', async () => {
    const { gate, happened, faults } = gateWith({
      onPunch: () => {
        throw new Error('the other lane');
      },
    });
    gate.see(seen('w1'));
    await settled();
    expect([happened, faults]).toEqual([['recorded', 'pulse', 'say admitted', 'opening 10 opened'], []]);
  });

  it('refuses a stranger even when the refusal cannot be written down', () => {
    const { gate, happened, views } = gateWith({ storeFault: new Fault('store.full', 'full') });
    gate.see({ kind: 'unknown', track: 1, score: 0.2, picture: null });
    expect(happened).toEqual(['say unknown']);
    expect(views.at(-1)).toMatchObject({ state: 'refused', reason: 'unknown' });
  });

  it('takes a worker who was removed between match and verdict for unknown', () => {
    const { gate, happened } = gateWith();
    gate.see(seen('gone'));
    expect(happened).toEqual(['refused unknown', 'say unknown']);
  });

  it('keeps the punch when the board is silent, and says so', async () => {
    const { gate, happened, views } = gateWith({ outcome: 'notAnswering' });
    gate.see(seen('w1'));
    await settled();
    expect(happened).toEqual(['recorded', 'pulse', 'say admitted', 'opening 10 notAnswering', 'say notAnswering']);
    expect(views.at(-1)).toMatchObject({ state: 'admitted', gate: 'notAnswering' });
  });

  it('lets the next worker try after a pulse whose fate is unknown', async () => {
    const { gate, happened } = gateWith({ outcome: 'unknown' });
    gate.see(seen('w1', 1));
    await settled();
    gate.see(seen('w2', 2));
    await settled();
    expect(happened.filter((what) => what === 'pulse')).toHaveLength(2);
  });

  it.each<[Sighting, string]>([
    [{ kind: 'livenessUnavailable', ...unproven }, 'livenessUnavailable'],
    [{ kind: 'undecided', hint: 'comeCloser', ...unproven }, 'undecided'],
    [{ kind: 'poorView', track: 1, hint: 'tooDark', picture: null }, 'poorView'],
  ])('never opens for %j', async (sighting, reason) => {
    const { gate, happened, refusals } = gateWith();
    gate.see(sighting);
    await settled();
    expect(happened).toEqual([`refused ${reason}`]);
    expect(refusals).toHaveLength(1);
  });

  it('never opens for an attack, says so, and keeps the votes, the picture and whose face it was', async () => {
    const { gate, happened, refusals } = gateWith();
    gate.see({ kind: 'attack', ...unproven });
    await settled();
    expect(happened).toEqual(['refused attack', 'say attack']);
    expect(refusals).toEqual([
      {
        reason: 'attack',
        lane: 1,
        atMs: 1_700_000_001_000,
        workerId: 'w1',
        score: 0.7,
        detail: 'print: depth -5.0 depth.flat',
        picture: new Uint8Array([1]),
      },
    ]);
  });

  it('never opens for a worker who was barred when he was recognised, even if he no longer is', async () => {
    const { gate, happened, views } = gateWith();
    const { kind: _, ...worker } = seen('w1') as Extract<Sighting, { kind: 'recognised' }>;
    gate.see({ kind: 'barred', ...worker });
    await settled();
    expect(happened).toEqual(['refused undecided']);
    expect(views.at(-1)).toMatchObject({ state: 'refused', reason: 'undecided' });
  });

  it('asks for a move by voice once, shows it with its end on the wall clock, and admits when it is done', async () => {
    const { gate, happened, views, time } = gateWith();
    for (let frame = 0; frame < 3; frame += 1) {
      gate.see({ kind: 'challenge', track: 1, step: 'turnLeft', untilMs: 6_000, workerId: 'a', score: 0.7, picture: null });
      time.ms += 100;
    }
    expect(views.at(-1)).toEqual({ state: 'challenge', step: 'turnLeft', untilMs: 1_700_000_006_000 });
    expect(happened).toEqual(['say turnLeft']);
    gate.see(seen('w1'));
    await settled();
    expect(happened).toEqual(['say turnLeft', 'recorded', 'pulse', 'say admitted', 'opening 10 opened']);
  });
});

describe('the gates of two lanes', () => {
  const other = 'in';

  it('write down at which of them somebody passed or was refused', () => {
    const { gate, punches, refusals } = gateWith({ lane: 2 });
    gate.see(seen('w1'));
    gate.refuse({ reason: 'cardUnknown', workerId: null, detail: null });
    expect([punches.map(({ lane }) => lane), refusals.map(({ lane }) => lane)]).toEqual([[2], [2]]);
  });

  it('count a worker once who shows his face at both in one direction', () => {
    const second = gateWith();
    const first = gateWith({ onPunch: (workerId, counted) => second.gate.countedElsewhere(workerId, counted, 'out') });
    first.gate.see(seen('w1'));
    second.gate.see(seen('w1'));
    expect([first.happened.slice(0, 2), second.happened.slice(0, 2)]).toEqual([
      ['recorded', 'pulse'],
      ['repeat', 'pulse'],
    ]);
  });

  it('count a worker each time who comes in by one, leaves by the other and comes in again at once', () => {
    const leaving = gateWith();
    leaving.gate.see(seen('w1'));
    leaving.gate.countedElsewhere('w1', { punchId: 2, atMs: leaving.time.ms }, other);
    leaving.time.ms += 3_000;
    leaving.gate.see({ kind: 'noFace' });
    leaving.gate.tick();
    leaving.gate.see(seen('w1', 2));
    expect(leaving.happened.filter((what) => what === 'recorded' || what === 'repeat')).toEqual(['recorded', 'recorded']);
  });
});
