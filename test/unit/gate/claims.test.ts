import { describe, expect, it } from 'vitest';
import { Gate } from '../../../src/gate/gate.ts';
import { defaultLimits } from '../../../src/gate/passage-state.ts';
import type { NewPunch, NewRefusal, OpeningOutcome, Sighting, TurnstileState } from '../../../src/gate/ports.ts';
import { Fault } from '../../../src/shared/fault.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { waysOf, type OpensWith } from '../../../src/shared/opens-with.ts';
import type { GateView } from '../../../src/shared/gate-view.ts';

/** A gate that opens with `opensWith`; `barred` is on the roster and may not enter, `gone` is not on it. */
function gateWith(opensWith: OpensWith, used = new Set<string>()) {
  const happened: string[] = [];
  const punches: NewPunch[] = [];
  const refusals: NewRefusal[] = [];
  const views: GateView[] = [];
  const faults: Fault[] = [];
  const time = { ms: 1_000 };
  /** What works at this moment, and what becomes of a pulse. */
  const site: { storeFault: Fault | null; codeFault: Fault | null; outcome: OpeningOutcome; gate: TurnstileState } = {
    storeFault: null,
    codeFault: null,
    outcome: 'opened',
    gate: 'ok',
  };
  const gate = new Gate({
    turnstile: {
      open: () => {
        happened.push('pulse');
        return Promise.resolve(site.outcome);
      },
      state: () => ({ state: site.gate, detail: null }),
      onChange: () => undefined,
      hold: () => undefined,
      canHold: true,
      close: () => Promise.resolve(),
    },
    journal: {
      recordPunch: (punch) => {
        if (site.storeFault !== null) throw site.storeFault;
        return { punchId: punches.push(punch), openingId: punches.length };
      },
      recordRepeat: (punchId) => {
        happened.push('repeat');
        return { punchId, openingId: 99 };
      },
      markOpening: () => undefined,
      markTaken: () => undefined,
      recordRefusal: (refusal) => refusals.push(refusal),
    },
    roster: {
      find: (workerId) =>
        workerId === 'gone' ? null : { workerId, name: '单雄信', barredReason: workerId === 'barred' ? '退场' : null },
    },
    voice: { say: (phrase) => happened.push(`say ${phrase}`) },
    clock: { now: () => 1_700_000_000_000 + time.ms, monotonic: () => time.ms },
    log: silentLog,
    limits: { ...defaultLimits, repeatMs: 10_000 },
    direction: 'in',
    ways: waysOf[opensWith],
    waitMs: 10_000,
    useCode: ({ nonce }) => {
      if (site.codeFault !== null) throw site.codeFault;
      return !used.has(nonce) && used.add(nonce) !== undefined;
    },
    releaseCode: ({ nonce }) => used.delete(nonce),
    onFaceWanted: () => happened.push('look again'),
    onThingsWanted: () => happened.push('read again'),
    isClockDoubtful: () => false,
    onView: (view) => views.push(view),
    onStoreFault: (fault) => faults.push(fault),
  });
  return { gate, happened, punches, refusals, views, faults, site, time };
}

const face = (workerId: string): Extract<Sighting, { kind: 'recognised' }> => ({
  kind: 'recognised',
  track: 1,
  workerId,
  score: 0.8,
  threshold: 0.6,
  picture: null,
});
const card = (workerId: string) => ({ kind: 'icCard', workerId, code: null, codeToUse: null }) as const;
const code = (workerId: string, nonce = 'n') =>
  ({ kind: 'qrCode', workerId, code: { type: 'person', value: 'SG1:V' }, codeToUse: { nonce, expiresMs: 2e12 } }) as const;
const settled = () => new Promise(setImmediate);
const pulses = (happened: readonly string[]) => happened.filter((what) => what === 'pulse').length;

describe('a gate that wants card and face', () => {
  it('stays shut for either alone, asks for the other, and opens for both', () => {
    const { gate, happened, punches, views } = gateWith('cardAndFace');
    gate.present(card('w'));
    expect([happened, views.at(-1)]).toEqual([['say wantFace', 'look again'], { state: 'wanted', kinds: ['face'] }]);
    gate.see(face('w'));
    expect(happened.slice(2)).toEqual(['pulse', 'say admitted']);
    expect(punches).toMatchObject([{ workerId: 'w', score: 0.8, proof: { kinds: ['face', 'icCard'], code: null } }]);
  });

  it('keeps asking for the card while the face stays there', () => {
    const { gate, happened } = gateWith('cardAndFace');
    gate.see(face('w'));
    gate.see({ kind: 'looking', track: 1, hint: null });
    expect(gate.view()).toEqual({ state: 'wanted', kinds: ['icCard'] });
    expect(pulses(happened)).toBe(0);
  });

  it('refuses a face that is not the card’s holder, aloud and on record', () => {
    const { gate, happened, refusals, views } = gateWith('cardAndFace');
    gate.present(card('a'));
    gate.see(face('b'));
    expect(refusals).toMatchObject([{ reason: 'notHolder', workerId: 'b' }]);
    expect(views.at(-1)).toMatchObject({ state: 'refused', reason: 'notHolder' });
    expect([pulses(happened), happened.at(-1)]).toEqual([0, 'say notHolder']);
  });

  it('writes down a card whose holder never showed his face', () => {
    const { gate, refusals, time } = gateWith('cardAndFace');
    gate.present(card('w'));
    time.ms += 10_000;
    gate.tick();
    expect(refusals).toMatchObject([{ reason: 'incomplete', workerId: 'w', detail: 'face' }]);
  });

  it('lets no copy of a face pass because a card is there', () => {
    const { gate, happened, refusals } = gateWith('cardAndFace');
    gate.present(card('w'));
    gate.see({ kind: 'attack', track: 1, workerId: 'w', score: 0.8, detail: 'print', picture: null });
    expect([pulses(happened), refusals.map(({ reason }) => reason)]).toEqual([0, ['attack']]);
  });

  it('counts what lies there already when a face asks for it, and a card no second time', () => {
    const { gate, happened } = gateWith('cardAndFace');
    gate.present(card('w'));
    gate.present(card('w'));
    gate.see(face('other'));
    expect(happened).not.toContain('read again');
    gate.see({ ...face('w'), track: 2 });
    expect(happened.slice(-2)).toEqual(['say wantCard', 'read again']);
  });

  it('does not count again what lies there once it has opened, nor what was never shown in vain', () => {
    const { gate, happened, time } = gateWith('cardAndFace');
    gate.see(face('w'));
    gate.present(card('w'));
    time.ms += 3_000;
    gate.see({ ...face('w'), track: 2 });
    time.ms += 10_000;
    gate.tick();
    gate.see({ ...face('other'), track: 3 });
    expect([pulses(happened), happened.includes('read again')]).toEqual([1, false]);
  });

  it('keeps a card while its holder is asked for one move and another, and completes with his face', () => {
    const { gate, happened, refusals, time } = gateWith('cardAndFace');
    gate.present(card('w'));
    for (const untilMs of [6_000, 11_000, 16_000])
      for (; time.ms < untilMs; time.ms += 500) {
        gate.see({ kind: 'challenge', track: 1, step: 'turnLeft', untilMs, workerId: 'a', score: 0.7, picture: null });
        gate.tick();
      }
    gate.see(face('w'));
    expect([pulses(happened), refusals, happened.includes('say wantCard')]).toEqual([1, [], false]);
  });

  it('does not write down as gone without an answer who has made the move and is still to show his card', () => {
    const { gate, happened, refusals, time } = gateWith('cardAndFace');
    gate.see({ kind: 'challenge', track: 1, step: 'turnLeft', untilMs: 6_000, workerId: 'w', score: 0.7, picture: null });
    gate.see(face('w'));
    // He bends over the reader.
    for (const goneMs = time.ms + 1_500; time.ms < goneMs; time.ms += 500) {
      gate.see({ kind: 'noFace' });
      gate.tick();
    }
    gate.present(card('w'));
    gate.see({ ...face('w'), track: 2 });
    expect([pulses(happened), refusals]).toEqual([1, []]);
  });

  it('does not ask for the face over the move that it is asked for', () => {
    const { gate, happened, time } = gateWith('cardAndFace');
    gate.see({ kind: 'challenge', track: 1, step: 'turnLeft', untilMs: 6_000, workerId: 'a', score: 0.7, picture: null });
    gate.present(card('w'));
    expect(happened).toEqual(['say turnLeft', 'look again']);
    time.ms += 1_000;
    gate.present(card('w'));
    expect(happened.at(-2)).toBe('say wantFace');
  });

  it('does not keep a card for ever for a face that is asked again and again', () => {
    const { gate, refusals, time } = gateWith('cardAndFace');
    gate.present(card('w'));
    for (; time.ms < 50_000; time.ms += 500) {
      gate.see({
        kind: 'challenge',
        track: time.ms,
        step: 'turnLeft',
        untilMs: time.ms + 5_000,
        workerId: 'a',
        score: 0.7,
        picture: null,
      });
      gate.tick();
    }
    const lapsed = refusals.filter(({ reason }) => reason === 'incomplete');
    expect(lapsed).toMatchObject([{ atMs: 1_700_000_000_000 + 41_000 }]);
  });

  it('does not open with a card for a face that was taken for a copy since, or may no longer enter', () => {
    const attack: Sighting = { kind: 'attack', track: 1, workerId: 'w', score: 0.8, detail: 'print', picture: null };
    for (const bad of [attack, { ...face('barred') }, { kind: 'unknown', track: 1, score: 0.2, picture: null } as const]) {
      const { gate, happened } = gateWith('cardAndFace');
      gate.see(face('w'));
      gate.see(bad);
      gate.present(card('w'));
      expect([pulses(happened), happened.at(-1)]).toEqual([0, 'look again']);
    }
  });

  it('shows on the idle screen what opens besides a face', () => {
    expect(gateWith('cardAndFace').gate.view()).toEqual({ state: 'idle', wants: ['icCard'] });
    expect(gateWith('face').gate.view()).toEqual({ state: 'idle' });
  });
});

describe('a gate that opens with a card alone', () => {
  it('opens without a face, and says so in the punch', () => {
    const { gate, happened, punches } = gateWith('card');
    gate.see(face('other'));
    gate.present(card('w'));
    expect(pulses(happened)).toBe(1);
    expect(punches).toMatchObject([{ workerId: 'w', score: 0, threshold: 0, picture: null, proof: { kinds: ['icCard'] } }]);
  });

  it('counts a worker once within the repeat time', () => {
    const { gate, happened, punches, time } = gateWith('card');
    gate.present(card('w'));
    time.ms += 5_000;
    gate.present(card('w'));
    expect([punches.length, happened.filter((what) => what === 'repeat').length]).toEqual([1, 1]);
  });

  it.each([
    ['a barred worker', 'barred', 'barred'],
    ['somebody who was removed', 'gone', 'unknown'],
  ])('refuses %s', (_, workerId, reason) => {
    const { gate, happened, refusals } = gateWith('card');
    gate.present(card(workerId));
    expect([pulses(happened), refusals.map((refusal) => refusal.reason)]).toEqual([0, [reason]]);
  });

  it('refuses everybody during a lock-down', () => {
    const { gate, happened, refusals } = gateWith('card');
    gate.setMode('lockedDown');
    gate.present(card('w'));
    expect([pulses(happened), refusals.map(({ reason }) => reason)]).toEqual([0, ['lockedDown']]);
  });

  it('says why a card that nobody has does not open', () => {
    const { gate, happened, refusals, views } = gateWith('card');
    gate.refuse({ reason: 'cardUnknown', workerId: null, detail: 'unknown' });
    expect(refusals).toMatchObject([{ reason: 'cardUnknown', detail: 'unknown' }]);
    expect(views.at(-1)).toMatchObject({ state: 'refused', reason: 'cardUnknown' });
    expect(happened).toEqual(['say cardUnknown']);
  });
});

describe('a gate that opens with a face or a card', () => {
  const asked: Sighting = {
    kind: 'challenge',
    track: 1,
    step: 'turnLeft',
    untilMs: 6_000,
    workerId: 'a',
    score: 0.7,
    picture: null,
  };

  it('gives one pulse to who is let in by his card while his face is asked, and lets another worker pass behind him', async () => {
    const { gate, happened, views, time } = gateWith('faceOrCard');
    gate.see(asked);
    gate.present(card('w'));
    for (let frame = 0; frame < 5; frame += 1) {
      await settled();
      time.ms += 100;
      gate.see(asked);
    }
    gate.see(face('w'));
    expect([pulses(happened), happened.at(-1), views.at(-1)?.state]).toEqual([1, 'say admitted', 'admitted']);
    gate.see({ ...face('other'), track: 2 });
    expect(pulses(happened)).toBe(2);
  });

  it('welcomes who has made his move at once, without another word between', () => {
    const { gate, views } = gateWith('faceOrCard');
    gate.see(asked);
    gate.see(face('a'));
    expect(views.map(({ state }) => state)).toEqual(['challenge', 'admitted']);
  });
});

describe('codes', () => {
  it('a code that was used up meanwhile opens nothing', () => {
    const { gate, happened, refusals } = gateWith('code');
    gate.present(code('a'));
    gate.present(code('b'));
    expect([pulses(happened), refusals]).toMatchObject([1, [{ reason: 'codeRefused', workerId: 'b', detail: 'replayed' }]]);
  });

  it('a code is not used up by somebody who may not enter, or whose face never came', () => {
    const { gate, happened, time } = gateWith('codeAndFace');
    gate.present(code('w'));
    time.ms += 10_000;
    gate.tick();
    gate.present(code('w'));
    gate.see(face('w'));
    expect(pulses(happened)).toBe(1);
  });

  it('a photographed code with another’s face opens nothing, and its owner can still use it', () => {
    const { gate, happened, refusals } = gateWith('codeAndFace');
    gate.present(code('w'));
    gate.see(face('thief'));
    expect([pulses(happened), refusals]).toMatchObject([0, [{ reason: 'notHolder', workerId: 'thief' }]]);
    gate.present(code('w'));
    gate.see({ ...face('w'), track: 2 });
    expect(pulses(happened)).toBe(1);
  });

  it('a code that could not be recorded counts again when it can be', () => {
    const { gate, happened, views, faults, site, time } = gateWith('code');
    site.storeFault = new Fault('store.full', 'full');
    gate.present(code('w'));
    expect([pulses(happened), views.at(-1), faults.length]).toMatchObject([0, { state: 'refused', reason: 'notRecorded' }, 1]);
    site.storeFault = null;
    time.ms += 5_000;
    gate.present(code('w'));
    expect([pulses(happened), views.at(-1)?.state]).toEqual([1, 'admitted']);
  });

  it('a code whose use cannot be written down is refused as not recorded, and the fault is told', () => {
    const { gate, happened, punches, views, faults, site } = gateWith('code');
    site.codeFault = new Fault('store.failed', 'locked');
    gate.present(code('w'));
    expect([happened, punches, views.at(-1)]).toMatchObject([[], [], { state: 'refused', reason: 'notRecorded' }]);
    expect(faults).toEqual([site.codeFault]);
  });

  it.each([
    ['notAnswering', 2, null],
    ['unknown', 1, 'replayed'],
  ] as const)('after a board that was %s, the same code gets pulses: %i in all', async (outcome, count, detail) => {
    const { gate, happened, refusals, site, time } = gateWith('code');
    site.outcome = outcome;
    gate.present(code('w'));
    await settled();
    time.ms += 2_000;
    gate.present(code('w'));
    expect([pulses(happened), refusals.at(-1)?.detail ?? null]).toEqual([count, detail]);
  });

  it('where there is no gate a code is used up by the punch', async () => {
    const used = new Set<string>();
    const { gate, punches, site } = gateWith('code', used);
    Object.assign(site, { outcome: 'notAnswering', gate: 'notConfigured' });
    gate.present(code('w'));
    await settled();
    expect([punches.length, [...used]]).toEqual([1, ['n']]);
  });

  it('a code that is held up at two lanes at once opens one of them, also while the first board is silent', async () => {
    const used = new Set<string>();
    const [first, second] = [gateWith('code', used), gateWith('code', used)];
    first.site.outcome = 'notAnswering';
    first.gate.present(code('w'));
    second.gate.present(code('w'));
    expect([pulses(second.happened), second.refusals]).toMatchObject([0, [{ reason: 'codeRefused', detail: 'replayed' }]]);
    await settled();
    second.gate.present(code('w'));
    expect(pulses(second.happened)).toBe(1);
  });

  it('a code that is shown while its bearer is welcomed is not used up', () => {
    const used = new Set<string>();
    const { gate, happened } = gateWith('faceOrCode', used);
    gate.see(face('w'));
    gate.present(code('w', 'kept'));
    expect([pulses(happened), [...used]]).toEqual([1, []]);
  });

  it('a health code goes with the punch, with its colour', () => {
    const { gate, punches } = gateWith('idCardAndHealthCodeAndFace');
    const health = { type: 'health', value: 'V', colour: 'green', cityCode: '330100' } as const;
    gate.present({ kind: 'healthCode', workerId: null, code: health, codeToUse: null });
    gate.present({ kind: 'idCard', workerId: null, name: '单雄信', code: null, codeToUse: null });
    gate.see(face('w'));
    expect(punches).toMatchObject([{ proof: { kinds: ['face', 'healthCode', 'idCard'], code: health } }]);
  });

  it('a health code does not go with the punch of who comes after the face that it was shown with', () => {
    const { gate, happened, punches, time } = gateWith('idCardAndHealthCodeAndFace');
    const health = { type: 'health', value: 'OF-A', colour: 'green' } as const;
    gate.see(face('a'));
    gate.present({ kind: 'healthCode', workerId: null, code: health, codeToUse: null });
    time.ms += 3_000;
    gate.tick();
    gate.present({ kind: 'idCard', workerId: null, name: '单雄信', code: null, codeToUse: null });
    gate.see({ ...face('b'), track: 2 });
    expect([pulses(happened), gate.view()]).toEqual([0, { state: 'wanted', kinds: ['healthCode'] }]);
    expect(happened).toContain('read again');
    gate.present({ kind: 'healthCode', workerId: null, code: { ...health, value: 'OF-B' }, codeToUse: null });
    expect(punches).toMatchObject([{ workerId: 'b', proof: { code: { value: 'OF-B' } } }]);
  });

  it('a code’s text goes with the punch', () => {
    const { gate, punches } = gateWith('code');
    gate.present(code('w'));
    expect(punches[0]?.proof).toEqual({ kinds: ['qrCode'], code: { type: 'person', value: 'SG1:V' } });
  });
});
