import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { modelsDir } from '../../../src/terminal/installation.ts';
import type { RecognitionService, RecognitionServiceOptions } from '../../../src/terminal/recognition-service.ts';
import { Terminal } from '../../../src/terminal/terminal.ts';
import { noAdmin } from '../../fakes/no-admin.ts';

const nothing = async (): Promise<void> => undefined;
const service: RecognitionService = {
  engine: {
    ...{ load: nothing, put: nothing, remove: nothing, clear: nothing, close: nothing, version: () => 0, size: () => 0 },
    embed: async () => new Float32Array(2),
    search: async () => ({ best: null, runnerUp: null }),
    scoreOf: () => Promise.resolve(null),
  },
  analyser: { analyse: async () => ({ kind: 'refused', code: 'photo.noFace', message: '' }), close: nothing },
  live: { observe: async () => ({ kind: 'noFace' }), rearm: () => undefined },
  liveness: { isAvailable: true, troubles: { visible: null, infrared: null } },
  modelHash: 'abc',
  threshold: 0.6,
  limits: () => ({ threshold: 0.55, margin: 0.05, lead: 0.37 }),
  close: nothing,
};

test('while templates are made again the status says for how many, and the gate works for everybody else', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'renewing-'));
  let options: RecognitionServiceOptions | undefined;
  const terminal = new Terminal({
    config: Config.parse({ speech: { enabled: false } }),
    ...{ dir, modelsDir, version: 'test', isDemo: false, configFault: null },
    ...noAdmin,
    ...{ clock: systemClock, log: silentLog, onView: () => undefined, play: () => undefined },
    startRecognition: async (given) => {
      options = given;
      // Begun before the terminal learns that recognition is there.
      given.onLeft?.(3);
      return service;
    },
  });
  onTestFinished(async () => {
    await terminal.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const recognition = () => terminal.board.snapshot().areas['recognition'];
  await terminal.untilReady();
  expect(recognition()).toMatchObject({ state: 'renewing', detail: '3' });
  expect(terminal.view()).toEqual({ state: 'idle' });
  options?.onLeft?.(2);
  expect(recognition()).toMatchObject({ state: 'renewing', detail: '2' });
  options?.onState?.('failed');
  options?.onLeft?.(1);
  expect(recognition()?.state).toBe('failed');
  options?.onState?.('ok');
  options?.onLeft?.(0);
  expect(recognition()).toMatchObject({ state: 'ok', detail: null });
});
