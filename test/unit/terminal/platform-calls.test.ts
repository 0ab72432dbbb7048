import { expect, it } from 'vitest';
import { CallWatch } from '../../../src/platform/call-watch.ts';
import { Fault } from '../../../src/shared/fault.ts';
import { PlatformCalls } from '../../../src/terminal/platform-calls.ts';

let nowMs = 0;
const clock = { now: () => 1_000 + nowMs, monotonic: () => nowMs };

it('a call is told with its time, sizes and code, be it answered or not; the answer goes on as it came', async () => {
  const calls = new PlatformCalls();
  const watch = new CallWatch(clock, (call) => calls.add(call));
  const send = async (): Promise<string> => {
    nowMs += 40;
    return 'an answer';
  };
  const answer = await watch.over('Online', send, (text) => ({
    sentBytes: 12,
    receivedBytes: text.length,
    code: '0',
    isFine: true,
  }));
  const failing = watch.over(
    'UploadData',
    () => Promise.reject(new Fault('platform.timeout', 'nobody answers')),
    () => ({ sentBytes: 0, receivedBytes: 0, code: '', isFine: true }),
  );
  await expect(failing).rejects.toMatchObject({ code: 'platform.timeout' });
  expect(answer).toBe('an answer');
  expect(calls.list()).toEqual([
    { name: 'UploadData', atMs: 1_040, tookMs: 0, sentBytes: null, receivedBytes: null, code: 'platform.timeout', isFine: false },
    { name: 'Online', atMs: 1_000, tookMs: 40, sentBytes: 12, receivedBytes: 9, code: '0', isFine: true },
  ]);
});

it('only the last sixty are kept', () => {
  const calls = new PlatformCalls();
  for (let index = 0; index < 100; index += 1) {
    calls.add({ name: String(index), atMs: 0, tookMs: 0, sentBytes: 0, receivedBytes: 0, code: '0', isFine: true });
  }
  expect(calls.list().length).toBe(60);
  expect(calls.list()[0]?.name).toBe('99');
});
