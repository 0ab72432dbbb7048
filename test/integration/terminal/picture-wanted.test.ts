import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import type { LiveResult } from '../../../src/recognition/live-recogniser.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { Terminal } from '../../../src/terminal/terminal.ts';
import type { LaneRecognition, RecognitionService } from '../../../src/terminal/recognition-service.ts';
import { noAdmin } from '../../fakes/no-admin.ts';
import { observationOf } from '../../unit/recognition/faces.ts';

test('a picture is asked for at the lane where another person stands in the face that the page follows', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'picture-'));
  const wanted: number[] = [];
  let sighting: LiveResult = { kind: 'noFace' };
  const lane: LaneRecognition = {
    live: { observe: () => Promise.resolve(sighting), rearm: () => undefined },
    liveness: { isAvailable: true, troubles: { visible: null, infrared: null } },
  };
  const nothing = (): Promise<void> => Promise.resolve();
  const service: RecognitionService = {
    ...lane,
    second: lane,
    engine: {
      ...{ load: nothing, put: nothing, remove: nothing, clear: nothing, close: nothing, version: () => 0, size: () => 0 },
      embed: () => Promise.resolve(new Float32Array(1)),
      search: () => Promise.resolve({ best: null, runnerUp: null }),
      scoreOf: () => Promise.resolve(null),
    },
    analyser: {
      analyse: () => Promise.resolve({ kind: 'refused', code: 'photo.noFace', message: '' }),
      close: nothing,
    },
    ...{ modelHash: '', threshold: 0.6, limits: () => ({ threshold: 0.6, margin: 0.05, lead: 0.3 }), close: nothing },
  };
  const second = { enabled: true, direction: 'out', cameras: { visible: 'Right' } };
  const terminal = new Terminal({
    config: Config.parse({ speech: { enabled: false }, lanes: { second } }),
    ...{ dir, modelsDir: '', version: 'test', isDemo: false, configFault: null },
    ...noAdmin,
    ...{ clock: systemClock, log: silentLog, onView: () => undefined, play: () => undefined },
    onPictureWanted: (number) => wanted.push(number),
    startRecognition: () => Promise.resolve(service),
  });
  onTestFinished(async () => {
    await terminal.close();
    rmSync(dir, { recursive: true, force: true });
  });
  await terminal.start();
  await terminal.untilReady();
  const see = async (number: 1 | 2, face: number, person: number): Promise<void> => {
    sighting = { kind: 'looking', track: person, hint: null };
    terminal.lane(number).eyes.observe({ ...observationOf({ mark: 1, track: face }), takenAtMs: Date.now() });
    await new Promise(setImmediate);
  };
  await see(1, 7, 1);
  await see(2, 8, 1);
  await see(2, 9, 2);
  await see(1, 7, 1);
  expect(wanted).toEqual([]);
  await see(2, 9, 3);
  expect(wanted).toEqual([2]);
});
