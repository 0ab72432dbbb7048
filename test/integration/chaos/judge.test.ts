import { describe, expect, it } from 'vitest';
import type { Arrival } from '../../chaos/chaos-platform.ts';
import { judge, type Evidence, type Promises } from '../../chaos/judge.ts';

const SN = '1388186';
/** Three passages of two workers, each with its pulse and its punch. */
const evidence: Evidence = {
  sn: SN,
  presentations: [
    { workerId: 'a', atMs: 1_000 },
    { workerId: 'b', atMs: 2_000 },
    { workerId: 'a', atMs: 3_000 },
  ],
  pulses: [1_100, 2_100, 3_100],
  recorded: [
    { workerId: 'a', atMs: 1_001, upload: 'sent' },
    { workerId: 'b', atMs: 2_001, upload: 'sent' },
    { workerId: 'a', atMs: 3_001, upload: 'sent' },
  ],
};
const arrival = (call: number, workerId: string, atMs: number, change: Partial<Arrival> = {}): Arrival => ({
  sn: SN,
  workerId,
  atMs,
  arrivedAtMs: atMs + 5,
  channel: 'first',
  call,
  isReplyLost: false,
  remarks: [],
  ...change,
});
const first = arrival(1, 'a', 1_001);
const second = arrival(2, 'b', 2_001);
const third = arrival(3, 'a', 3_001);

const kept: Promises = {
  pulsesWithoutPunch: 0,
  pulsesTooMany: 0,
  punchesLost: 0,
  punchesInvented: 0,
  punchesOutOfOrder: 0,
  repeatsWithoutReason: 0,
  remarks: 0,
};

describe('the accounting of a chaos run', () => {
  it('finds nothing where each pulse has its punch', () => {
    expect(judge([evidence], [first, second, third])).toEqual({
      passages: 3,
      pulses: 3,
      punches: 3,
      punchesWithoutPulse: 0,
      repeats: { replyLost: 0, replyNotRead: 0 },
      arrivalMs: { n: 3, p50: 5, p95: 5 },
      promises: kept,
    });
  });

  it('finds a punch that never came, by the pulse and by the disk', () => {
    expect(judge([evidence], [first, third]).promises).toEqual({ ...kept, pulsesWithoutPunch: 1, punchesLost: 1 });
  });

  it('finds a pulse without any record', () => {
    const { promises } = judge([{ ...evidence, recorded: evidence.recorded.slice(0, 2) }], [first, second]);
    expect(promises).toEqual({ ...kept, pulsesWithoutPunch: 1 });
  });

  it('finds a punch recorded only after its pulse', () => {
    const late = { workerId: 'b', atMs: 2_150, upload: 'sent' };
    const recorded = evidence.recorded.with(1, late);
    const { promises } = judge([{ ...evidence, recorded }], [first, arrival(2, 'b', 2_150), third]);
    expect(promises).toEqual({ ...kept, pulsesWithoutPunch: 1 });
  });

  it('finds a second pulse for one passage', () => {
    const { promises } = judge([{ ...evidence, pulses: [1_100, 2_100, 2_300, 3_100] }], [first, second, third]);
    expect(promises).toEqual({ ...kept, pulsesTooMany: 1 });
  });

  it('counts a recorded passage without a pulse apart: the terminal may have been killed before it', () => {
    const { promises, punchesWithoutPulse } = judge([{ ...evidence, pulses: [1_100, 2_100] }], [first, second, third]);
    expect([promises, punchesWithoutPulse]).toEqual([kept, 1]);
  });

  it.each([
    ['of somebody else', arrival(4, 'b', 3_002)],
    ['of one passage twice', arrival(4, 'a', 3_002)],
    ['of a terminal that there is not', arrival(4, 'a', 3_001, { sn: 'other' })],
  ])('finds a punch %s', (_, invented) => {
    expect(judge([evidence], [first, second, third, invented]).promises).toEqual({ ...kept, punchesInvented: 1 });
  });

  it('finds what was overtaken by a later punch of the same person, and only of the same', () => {
    expect(judge([evidence], [third, second, first]).promises).toEqual({ ...kept, punchesOutOfOrder: 1 });
    expect(judge([evidence], [second, first, third]).promises).toEqual(kept);
  });

  it('excuses the first of a packet that comes again, but not once the last of it came alone', () => {
    const packet = (call: number, channel: string) =>
      [first, third].map((one) => ({ ...one, call, channel, isReplyLost: call === 1 }));
    expect(judge([evidence], [...packet(1, 'first'), second, ...packet(4, 'second')]).promises).toEqual(kept);
    const alone = [...packet(1, 'first'), second, { ...third, call: 4 }, { ...first, call: 5 }];
    expect(judge([evidence], alone).promises).toMatchObject({ punchesOutOfOrder: 1 });
  });

  it('excuses a repeat whose reply was lost', () => {
    const lost = { ...third, isReplyLost: true };
    const { repeats, promises } = judge([evidence], [first, second, lost, arrival(4, 'a', 3_001)]);
    expect([repeats, promises]).toEqual([{ replyLost: 1, replyNotRead: 0 }, kept]);
  });

  it('excuses a repeat of the last call of a channel that ended', () => {
    const again = arrival(4, 'a', 3_001, { channel: 'second' });
    const { repeats, promises } = judge([evidence], [first, second, third, again]);
    expect([repeats, promises]).toEqual([{ replyLost: 0, replyNotRead: 1 }, kept]);
  });

  it.each([
    ['behind which another call went on the same channel', arrival(4, 'b', 2_001, { channel: 'second' })],
    ['on the channel on which it was taken', arrival(4, 'a', 3_001)],
  ])('finds a repeat of a punch %s', (_, again) => {
    expect(judge([evidence], [first, second, third, again]).promises).toMatchObject({ repeatsWithoutReason: 1 });
  });

  it('finds what the platform minded', () => {
    const minded = { ...second, remarks: ['a repeat that differs'] };
    expect(judge([evidence], [first, minded, third]).promises).toEqual({ ...kept, remarks: 1 });
  });

  describe('of a platform that is told whole seconds', () => {
    const inSeconds = [first, second, third].map((one) => ({ ...one, atMs: Math.floor(one.atMs / 1_000) * 1_000 }));
    const of = (record: Evidence['recorded'][number]) => ({ ...evidence, recorded: evidence.recorded.with(1, record) });

    it('finds nothing where each pulse has its punch, and counts its arrival from the passage', () => {
      const { promises, arrivalMs } = judge([evidence], inSeconds, 1_000);
      expect([promises, arrivalMs]).toEqual([kept, { n: 3, p50: 5, p95: 5 }]);
    });

    it('still finds a punch recorded after its pulse in the same second', () => {
      const late = of({ workerId: 'b', atMs: 2_150, upload: 'sent' });
      expect(judge([late], inSeconds, 1_000).promises).toEqual({ ...kept, pulsesWithoutPunch: 1 });
    });

    it('finds a punch sent with another second than it was recorded in', () => {
      const other = inSeconds.map((one) => (one.workerId === 'b' ? { ...one, atMs: 1_000 } : one));
      const found = { pulsesWithoutPunch: 1, punchesLost: 1, punchesInvented: 1 };
      expect(judge([evidence], other, 1_000).promises).toEqual({ ...kept, ...found });
    });

    it('finds a passage recorded twice, which its platform cannot tell apart', () => {
      const twice = { ...evidence, recorded: [...evidence.recorded, { workerId: 'a', atMs: 3_040, upload: 'sent' }] };
      const again = inSeconds.map((one) => ({ ...one, call: 3 })).slice(2);
      const { punchesLost, repeatsWithoutReason } = judge([twice], [...inSeconds, ...again], 1_000).promises;
      expect([punchesLost, repeatsWithoutReason]).toEqual([1, 1]);
    });
  });
});
