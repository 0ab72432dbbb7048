import { afterEach, expect, test, vi } from 'vitest';
import { TaskReports } from '../../../src/platform/task-reports.ts';
import { Fault } from '../../../src/shared/fault.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { MemoryLedger } from '../../integration/platform/memory-host.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

function setUp(answers: ('settled' | 'again' | Fault)[]) {
  const ledger = new MemoryLedger();
  const told: string[] = [];
  const reported: string[] = [];
  const reports = new TaskReports({
    tell: ({ taskId, report }) => {
      told.push(`${taskId} ${report ?? ''}`);
      const answer = answers.shift() ?? 'settled';
      return answer instanceof Fault ? Promise.reject(answer) : Promise.resolve(answer);
    },
    onReported: (taskId) => reported.push(taskId),
    ledger,
    waits: { firstMs: 5, mostMs: 5 },
    clock: systemClock,
    random: () => 0.5,
    log: silentLog,
    signal: new AbortController().signal,
  });
  ends.push(() => reports.close());
  for (const taskId of ['t1', 't2']) {
    ledger.accept(taskId, '{}');
    ledger.finish(taskId, 'done', `report of ${taskId}`);
  }
  return { ledger, reports, told, reported };
}

test('what waits is told, each once, until the platform has settled it: then it is reported, and not before', async () => {
  const { ledger, reports, told, reported } = setUp(['again', 'settled', new Fault('platform.offline', 'no line')]);
  reports.send();
  reports.send();
  expect(ledger.unreported()).toHaveLength(2);
  await vi.waitFor(() => expect(ledger.unreported()).toEqual([]), { timeout: 30_000 });
  // The first one waited while the second was told.
  expect(told).toEqual(['t1 report of t1', 't2 report of t2', 't1 report of t1', 't1 report of t1']);
  expect(reported).toEqual(['t2', 't1']);
});

test('one that was reported is told again when the platform asks for it', async () => {
  const { ledger, reports, told } = setUp([]);
  reports.send();
  await vi.waitFor(() => expect(ledger.unreported()).toEqual([]), { timeout: 30_000 });
  const known = ledger.find('t1');
  if (known) reports.again(known);
  await vi.waitFor(() => expect(told.filter((line) => line.startsWith('t1'))).toHaveLength(2), { timeout: 30_000 });
});
