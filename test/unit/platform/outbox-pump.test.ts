import { afterEach, describe, expect, test, vi } from 'vitest';
import { OutboxPump, type Answer } from '../../../src/platform/outbox-pump.ts';
import type { OutboxPunch } from '../../../src/platform/ports.ts';
import { Fault } from '../../../src/shared/fault.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { MemoryOutbox } from './memory-outbox.ts';

const clock = { now: () => Date.now(), monotonic: () => Date.now() };
const taken: Answer = { kind: 'taken' };
const failed: Answer = { kind: 'failed', error: '500_01', retry: 'soon' };

let stop: (() => Promise<void>) | null = null;
afterEach(async () => {
  const stopping = stop?.();
  stop = null;
  await vi.advanceTimersByTimeAsync(1_000);
  await stopping;
  vi.useRealTimers();
});

/** `answer` gets the batch and how many went before. */
function start(
  outbox: MemoryOutbox,
  answer: (batch: readonly OutboxPunch[], nth: number) => Answer | Promise<Answer>,
  { batchSize = 1, maxInFlight = 1 } = {},
) {
  vi.useFakeTimers();
  const sent: number[][] = [];
  const at: number[] = [];
  const begun = Date.now();
  const pump = new OutboxPump({
    outbox,
    batchSize,
    maxInFlight,
    clock,
    log: silentLog,
    random: () => 0.999_999,
    send: async (batch) => {
      sent.push(batch.map(({ punchId }) => punchId));
      at.push(Date.now() - begun);
      return answer(batch, sent.length - 1);
    },
  });
  stop = () => pump.close();
  return { pump, sent, at, run: (ms: number) => vi.advanceTimersByTimeAsync(ms) };
}

describe('the outbox pump', () => {
  test('sends nothing before it is online, then everything in order', async () => {
    const outbox = new MemoryOutbox(['a', 'b', 'c']);
    const { pump, sent, run } = start(outbox, () => taken);
    await run(60_000);
    expect(sent).toEqual([]);
    pump.setOnline(true);
    await run(1);
    expect(sent).toEqual([[1], [2], [3]]);
    expect(outbox.waiting()).toBe(0);
  });

  test('a new punch is sent at once, with its own person before it, and the backlog after', async () => {
    const outbox = new MemoryOutbox(['a', 'b', 'c', 'a']);
    const slow = () => new Promise<Answer>((resolve) => setTimeout(() => resolve(taken), 100));
    const { pump, sent, run } = start(outbox, slow);
    pump.setOnline(true);
    await run(50);
    outbox.add('c');
    pump.punchMade();
    await run(1_000);
    expect(sent).toEqual([[1], [3], [5], [2], [4]]);
  });

  test('a punch made while all was idle goes without delay', async () => {
    const outbox = new MemoryOutbox();
    const { pump, at, run } = start(outbox, () => taken);
    pump.setOnline(true);
    await run(12_345);
    outbox.add('a');
    pump.punchMade();
    await run(1);
    expect(at).toEqual([12_345]);
  });

  test('an outage of any length sets nothing aside, waits longer and longer, and sends the same record again', async () => {
    const outbox = new MemoryOutbox(['a', 'b']);
    const seen = new Set<string>();
    const { pump, sent, at, run } = start(outbox, ([punch]) => {
      seen.add(JSON.stringify([punch?.punchId, punch?.atMs, punch?.picture]));
      return failed;
    });
    pump.setOnline(true);
    await run(10 * 60_000);
    expect(outbox.setAsides).toEqual([]);
    expect(outbox.waiting()).toBe(2);
    expect(new Set(sent.flat())).toEqual(new Set([1]));
    expect(seen.size).toBe(1);
    const gaps = at.slice(1).map((ms, index) => ms - (at[index] ?? 0));
    expect(gaps.slice(0, 4).map((ms) => Math.round(ms / 100) / 10)).toEqual([1, 2, 4, 8]);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(30_000);
  });

  test('a throw is an outage too', async () => {
    const outbox = new MemoryOutbox(['a']);
    const { pump, run } = start(outbox, (_, nth) => {
      if (nth < 8) throw new Fault('platform.timeout', 'no answer');
      return taken;
    });
    pump.setOnline(true);
    await run(10 * 60_000);
    expect([outbox.waiting(), outbox.errors.at(-1)]).toEqual([0, 'platform.timeout']);
  });

  test('coming online again ends a wait', async () => {
    const outbox = new MemoryOutbox(['a']);
    const { pump, at, run } = start(outbox, (_, nth) => (nth === 0 ? { ...failed, retry: 'late' } : taken));
    pump.setOnline(true);
    await run(100);
    pump.setOnline(false);
    await run(100);
    pump.setOnline(true);
    await run(1);
    expect(at).toEqual([0, 200]);
  });

  test('a new punch cuts a short wait, never a long one', async () => {
    for (const [retry, within] of [
      ['soon', true],
      ['late', false],
    ] as const) {
      const outbox = new MemoryOutbox(['a']);
      const { pump, at, run } = start(outbox, () => ({ ...failed, retry }));
      pump.setOnline(true);
      await run(8_000);
      const before = at.length;
      outbox.add('b');
      pump.punchMade();
      await run(1_100);
      expect(at.length > before).toBe(within);
      await Promise.all([stop?.(), run(1_000)]);
      stop = null;
    }
  });

  test('a refusal about the record sets it aside at once and leaves the others alone', async () => {
    const outbox = new MemoryOutbox(['a', 'b', 'c']);
    const { pump, run } = start(outbox, ([punch]) => (punch?.punchId === 2 ? { kind: 'refusedRecord', error: '403_01' } : taken));
    pump.setOnline(true);
    await run(10);
    expect(outbox.setAsides).toEqual([{ punchId: 2, error: '403_01' }]);
    expect(outbox.waiting()).toBe(0);
  });

  test('an unlisted refusal sets a record aside only after five, with others taken in between', async () => {
    const outbox = new MemoryOutbox(['bad']);
    let answers = '';
    const { pump, run } = start(outbox, ([punch]) => {
      const isBad = punch?.workerId === 'bad';
      answers += isBad ? 'R' : 't';
      return isBad ? { kind: 'refused', error: '999_99' } : taken;
    });
    pump.setOnline(true);
    for (let n = 0; n < 40 && outbox.setAsides.length === 0; n += 1) {
      outbox.add(`good ${n}`);
      pump.punchMade();
      await run(31_000);
    }
    expect(outbox.setAsides).toEqual([{ punchId: 1, error: '999_99' }]);
    expect(answers.match(/R+/g)).toHaveLength(5);
    expect(outbox.waiting()).toBe(0);
  });

  test('a platform that refuses everything with an unlisted code sets nothing aside and is not hammered with the backlog', async () => {
    const outbox = new MemoryOutbox(Array.from({ length: 500 }, (_, n) => `worker ${n}`));
    const { pump, sent, run } = start(outbox, () => ({ kind: 'refused', error: '999_99' }));
    pump.setOnline(true);
    await run(60 * 60_000);
    expect(outbox.setAsides).toEqual([]);
    expect(outbox.waiting()).toBe(500);
    expect(sent.length).toBeLessThan(150);
    expect(sent.length).toBeGreaterThan(50);
  });

  test('the first long wait is a first one, whatever short ones came before it', async () => {
    const outbox = new MemoryOutbox(['a']);
    const answers: readonly Answer[] = [failed, failed, failed, failed, { ...failed, retry: 'late' }, failed];
    const { pump, at, run } = start(outbox, (_, nth) => answers[nth] ?? taken);
    pump.setOnline(true);
    await run(60_000);
    // 1, 2, 4 and 8 s; half a minute; and the short ones begin anew.
    expect(at.map((ms) => Math.round(ms / 1_000))).toEqual([0, 1, 3, 7, 15, 45, 46]);
    expect(outbox.waiting()).toBe(0);
  });

  test('a worker whose record waits for its next try sends no later one before it', async () => {
    const outbox = new MemoryOutbox(['a', 'a', 'b']);
    const { pump, sent, run } = start(outbox, (_, nth) => (nth === 0 ? { kind: 'refused', error: '999_99' } : taken));
    pump.setOnline(true);
    await run(10_000);
    expect(sent).toEqual([[1], [3], [1], [2]]);
  });

  test('a refused batch goes one record at a time until the bad one is found', async () => {
    const outbox = new MemoryOutbox(['a', 'b', 'c', 'd', 'e', 'f']);
    const { pump, sent, run } = start(
      outbox,
      (batch) => (batch.some(({ workerId }) => workerId === 'b') ? { kind: 'refusedRecord', error: '403_01' } : taken),
      { batchSize: 3 },
    );
    pump.setOnline(true);
    await run(10);
    expect(sent).toEqual([[1, 2, 3], [1], [2], [3], [4, 5, 6]]);
    expect(outbox.setAsides).toEqual([{ punchId: 2, error: '403_01' }]);
  });

  test('never more calls at once than allowed, and never two of one worker', async () => {
    const outbox = new MemoryOutbox(['a', 'a', 'b', 'c', 'd', 'a']);
    const underWay = new Set<string>();
    let most = 0;
    let clashes = 0;
    const { pump, sent, run } = start(
      outbox,
      async ([punch]) => {
        const worker = punch?.workerId ?? '';
        if (underWay.has(worker)) clashes += 1;
        underWay.add(worker);
        most = Math.max(most, underWay.size);
        await new Promise((resolve) => setTimeout(resolve, 100));
        underWay.delete(worker);
        return taken;
      },
      { maxInFlight: 2 },
    );
    pump.setOnline(true);
    await run(10_000);
    expect([most, clashes, outbox.waiting()]).toEqual([2, 0, 0]);
    expect(sent.flat().filter((id) => [1, 2, 6].includes(id))).toEqual([1, 2, 6]);
  });

  test('an outbox that cannot write the answer down does not lose the punch nor stop the pump', async () => {
    const outbox = new MemoryOutbox(['a']);
    const write = outbox.taken.bind(outbox);
    let broken = true;
    outbox.taken = (ids) => {
      if (broken) throw new Fault('store.full', 'no space');
      write(ids);
    };
    const { pump, sent, run } = start(outbox, () => taken);
    pump.setOnline(true);
    await run(500);
    expect(outbox.waiting()).toBe(1);
    broken = false;
    await run(5_000);
    expect([outbox.waiting(), sent.length]).toEqual([0, 2]);
  });
});
