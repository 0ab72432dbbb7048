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
  const say = (ms: number, kind: 'challenge' | 'undecided' | 'live'): void => {
    atMs = ms;
    const asked = kind === 'challenge' ? ({ step: 'nod', action: 'nod', untilMs: 9_000 } as const) : null;
    const frame = { frame: ms, takenAtMs: ms, atMs: ms, track: 1, attempt: 1 };
    recorder.told({ call: 'judge', ...frame, isGoodView: true, isSamePerson: true, isWanted: true, said: { kind, asked } });
    recorder.check();
  };
  say(4_500, 'challenge');
  say(5_500, 'challenge');
  say(6_000, 'undecided');
  expect(recorder.progress(id)).toMatchObject({ isRunning: true, asked: 1 });
  say(7_000, 'live');
  expect(recorder.progress(id)).toMatchObject({ isRunning: false, asked: 1, askedLive: 1 });
});
