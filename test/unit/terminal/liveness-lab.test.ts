import { beforeEach, describe, expect, it } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import type { LaneNumber } from '../../../src/shared/lanes.ts';
import type { FrameObservation } from '../../../src/shared/vision/observation.ts';
import { createLivenessHandlers } from '../../../src/terminal/liveness-lab-commands.ts';
import { readLabRequest } from '../../../src/terminal/liveness-lab-arguments.ts';
import { runLivenessLab, type LabPorts } from '../../../src/terminal/liveness-lab.ts';
import { Recorder } from '../../../src/terminal/recordings.ts';
import type { Store } from '../../../src/store/store.ts';
import { commands } from '../../../src/terminal/commands.ts';
import { fixedNow, keptLog, openedStore, temporaryFolder } from '../store/fixture.ts';
import { observationOf } from '../recognition/faces.ts';
import { pairedFrame } from './liveness-frames.ts';

let store: Store;
let time: { ms: number };
let said: { out: string; err: string };
beforeEach(() => {
  store = openedStore(temporaryFolder());
  time = { ms: 0 };
  said = { out: '', err: '' };
});
const clock = { now: () => fixedNow + time.ms, monotonic: () => time.ms };

const config = Config.parse({
  cameras: { infrared: 'any' },
  lanes: { second: { enabled: true, cameras: { infrared: 'another' } } },
});

/** The lab on handlers that run here, as on a stopped terminal. */
function ports(recorder: Recorder | null = null): LabPorts {
  const handlers = createLivenessHandlers({ store, config, clock, recorder });
  return {
    ask: async (_, name, input) => {
      // The lab asks for nothing but its own commands.
      const handler = handlers[name as keyof typeof handlers] as (value: unknown) => Promise<never>;
      return handler(commands[name].input.parse(input));
    },
    print: (text) => (said.out += text),
    complain: (text) => (said.err += text),
  };
}

/** A face that the infrared camera does not see: its picture is black, as before a screen. */
function onScreen(shot: number): FrameObservation {
  const frame = pairedFrame({ distanceM: 0.6, shot });
  const { evidence } = frame;
  if (!evidence?.infrared) throw new Error('no evidence to darken');
  const scene = { brightness: 5, contrast: 1, colour: 0, fingerprint: -shot };
  return { ...frame, evidence: { ...evidence, infrared: { ...evidence.infrared, scene, face: null } } };
}

function film(label: 'live' | 'screen', frameOf: (shot: number) => FrameObservation, lane: LaneNumber = 1): void {
  const { recordings, audit } = store;
  const recorder = new Recorder({ recordings, audit, asks: () => true, clock, log: keptLog().log });
  recorder.begin({ label, seconds: 2, distanceM: null, lane });
  for (let shot = 1; shot <= 22; shot += 1, time.ms += 100) {
    const frame = { ...frameOf(time.ms + shot), frame: shot, takenAtMs: fixedNow + time.ms };
    recorder.observe(frame, lane);
    if (frame.face === null) continue;
    const of = { frame: shot, takenAtMs: frame.takenAtMs, atMs: time.ms, track: 1 };
    recorder.told({ call: 'watch', ...of }, lane);
    const told = { attempt: 1, isGoodView: true, isSamePerson: true, isWanted: true } as const;
    recorder.told({ call: 'judge', ...of, ...told, said: { kind: 'undecided', asked: null } }, lane);
  }
}

describe('scoring', () => {
  it('judges the recordings with the judge of the gate', async () => {
    film('screen', onScreen);
    film('live', () => observationOf(null));
    expect(await runLivenessLab(['score', '--json'], ports())).toBe(0);
    const counted = JSON.parse(said.out) as { species: unknown; live: unknown; sessions: { cues: unknown }[] };
    expect(counted.species).toMatchObject([
      { label: 'screen', sessions: 1, apcer: { count: 0, of: 1 }, apnrr: { count: 0, of: 1 } },
    ]);
    expect(counted.live).toMatchObject({ sessions: 1, bpnrr: { count: 1, of: 1 } });
    expect(counted.sessions[1]?.cues).toMatchObject({ presence: -6 });
  });

  it('judges what was recorded at the second lane by that lane’s cameras', async () => {
    film('screen', onScreen, 2);
    const asked: unknown[] = [];
    const { ask, ...rest } = ports();
    const noting: LabPorts = {
      ...rest,
      ask: (place, name, input) => {
        if (name === 'liveness.setting') asked.push(input);
        return ask(place, name, input);
      },
    };
    expect(await runLivenessLab(['score'], noting)).toBe(0);
    expect(asked).toEqual([{ lane: 2 }]);
    expect(said.err).toContain('the cameras of lane 2 are not calibrated');
  });

  it('says in words what it found and what it cannot say', async () => {
    film('screen', onScreen);
    await runLivenessLab(['score'], ports());
    expect(said.out).toMatch(/screen +1 sessions +APCER 0\.0 % \(0\/1; 0\.0 % to 79\.\d %\)/);
    expect(said.out).toContain('no live sessions');
    expect(said.err).toContain('not calibrated');
  });

  it('leaves out what broke off, cannot be read or is deleted meanwhile, and says so', async () => {
    for (let n = 0; n < 3; n += 1) film('screen', onScreen);
    store.recordings.begin({ atMs: fixedNow, label: 'live', seconds: 2, distanceM: null });
    const damaged = store.recordings.begin({ atMs: fixedNow, label: 'live', seconds: 2, distanceM: null });
    store.recordings.addPart(damaged, Buffer.from('nothing'), 1);
    store.recordings.finish(damaged);
    const { ask, ...rest } = ports();
    const deleting: LabPorts = {
      ...rest,
      ask: (place, name, input) => {
        const answer = ask(place, name, input);
        if (name === 'liveness.list') store.recordings.remove(2);
        return answer;
      },
    };
    expect(await runLivenessLab(['score'], deleting)).toBe(0);
    expect(said.out).toContain('screen        2 sessions');
    expect(said.out).not.toContain('BPCER 0');
    expect(said.err).toContain('recording 4 broke off and is left out');
    expect(said.err).toContain('recording 5 cannot be read and is left out');
    expect(said.err).toContain('recording 2 was deleted meanwhile and is left out');
  });

  it('without recordings says how to make some', async () => {
    expect(await runLivenessLab(['score'], ports())).toBe(1);
    expect(said.err).toContain('npm run liveness -- record');
  });
});

it('the list names the day on which each recording is erased', async () => {
  film('live', () => observationOf(null));
  await runLivenessLab(['list'], ports());
  expect(said.out).toContain(new Date(fixedNow + 30 * 86_400_000).toISOString().slice(0, 10));
});

it('recording goes on until its time is over and tells what was caught', async () => {
  const { recordings, audit } = store;
  const recorder = new Recorder({ recordings, audit, asks: () => true, clock, log: keptLog().log });
  const asked = ports(recorder);
  const filming: LabPorts = {
    ...asked,
    ask: async (place, name, input) => {
      if (name === 'liveness.progress') {
        recorder.observe(onScreen(time.ms + 1));
        time.ms += 500;
      }
      return asked.ask(place, name, input);
    },
    print: (text) => (said.out += text),
  };
  expect(await runLivenessLab(['record', '--label', 'screen', '--seconds', '1'], filming)).toBe(0);
  expect(said.out).toContain(
    'recorded: 2 frames, 2 with a face, 2 of them measured, 2 with an infrared picture, 0 with a face in it',
  );
});

describe('the words of the lab', () => {
  it('name a session', () => {
    const request = readLabRequest([
      'record',
      '--label',
      'paperMask',
      '--seconds',
      '20',
      '--distance',
      '0.5',
      '--lane',
      '2',
      '--data',
      '/d',
    ]);
    expect(request).toMatchObject({
      label: 'paperMask',
      seconds: 20,
      distanceM: 0.5,
      lane: 2,
      place: { dataDir: '/d', configFile: null },
    });
  });

  it.each([
    [[]],
    [['record']],
    [['record', '--label', 'statue']],
    [['record', '--label', 'live', '--seconds', '61']],
    [['record', '--label', 'live', '--seconds', '1.5']],
    [['record', '--label', 'live', '--distance', 'far']],
    [['record', '--label', 'live', '--lane', '3']],
    [['delete']],
    [['delete', '--id', '1', '--all']],
    [['list', 'more']],
    [['erase']],
    [['list', '--colour']],
  ])('%j is refused with the usage', async (argv) => {
    expect(await runLivenessLab(argv, ports())).toBe(2);
    expect(said.err).toContain('Usage: npm run liveness');
    expect(store.recordings.list({ limit: 1 })).toEqual([]);
  });
});
