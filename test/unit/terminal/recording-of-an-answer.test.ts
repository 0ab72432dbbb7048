import { expect, it } from 'vitest';
import { silentLog } from '../../../src/shared/log.ts';
import { Recorder } from '../../../src/terminal/recordings.ts';
import { openedStore, temporaryFolder } from '../store/fixture.ts';

it('a session goes on while both cameras look on after the move, and keeps what they say then', () => {
  let atMs = 0;
  const clock = { now: () => atMs, monotonic: () => atMs };
  const { recordings, audit } = openedStore(temporaryFolder());
  const recorder = new Recorder({ recordings, audit, asks: () => true, clock, log: silentLog });
  const id = recorder.begin({ label: 'live', seconds: 5, distanceM: null });
  const say = (ms: number, step: 'nod' | 'holdStill' | null): void => {
    atMs = ms;
    const kind = step === null ? 'live' : 'challenge';
    const asked = step === null ? null : ({ step, action: 'nod', untilMs: 9_000 } as const);
    const frame = { frame: ms, takenAtMs: ms, atMs: ms, track: 1, attempt: 1 };
    recorder.told({ call: 'judge', ...frame, isGoodView: true, isSamePerson: true, isWanted: true, said: { kind, asked } });
    recorder.check();
  };
  say(4_500, 'nod');
  say(5_500, 'nod');
  say(6_000, 'holdStill');
  expect(recorder.progress(id)).toMatchObject({ isRunning: true, asked: 1 });
  say(7_000, null);
  expect(recorder.progress(id)).toMatchObject({ isRunning: false, asked: 1, askedLive: 1 });
});
