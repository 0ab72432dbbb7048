import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { Gallery } from '../../../src/recognition/gallery.ts';
import type { LiveResult } from '../../../src/recognition/live-recogniser.ts';
import { CROP_BYTES } from '../../../src/shared/vision/observation.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { AdminAccess } from '../../../src/terminal/admin-access.ts';
import { Terminal } from '../../../src/terminal/terminal.ts';
import { noAdmin } from '../../fakes/no-admin.ts';
import { goodMeasures, observationOf } from '../../unit/recognition/faces.ts';

const photograph = Float32Array.of(1, 0);
const view = Float32Array.of(0.8, 0.6);
const inTime = { timeout: 60_000, interval: 20 };

/** A whole terminal whose networks are scripted: it sees one worker, clearly alive. */
async function terminalThatSees(sighting: LiveResult, recognition: object) {
  const dir = mkdtempSync(path.join(tmpdir(), 'learning-'));
  const gallery = new Gallery(2);
  let aheadMs = 0;
  let pinHash: string | null = null;
  const access = new AdminAccess({
    pin: {
      hash: () => pinHash,
      save: async (hash) => {
        pinHash = hash;
      },
    },
    clock: systemClock,
    note: () => undefined,
  });
  const terminal = new Terminal({
    config: Config.parse({ speech: { enabled: false }, recognition }),
    ...{ dir, modelsDir: '', version: 'test', isDemo: false, configFault: null },
    ...noAdmin,
    access,
    clock: { now: () => Date.now() + aheadMs, monotonic: () => performance.now() + aheadMs },
    log: silentLog,
    onView: () => undefined,
    play: () => undefined,
    startRecognition: async () => ({
      engine: {
        embed: async () => view,
        load: async () => undefined,
        put: async (id, embeddings) => gallery.put(id, embeddings),
        remove: async (id) => gallery.remove(id),
        clear: async () => gallery.clear(),
        search: async (probe) => gallery.search(probe),
        scoreOf: (workerId, probe) => Promise.resolve(gallery.scoreOf(workerId, probe)),
        size: () => gallery.size,
        version: () => 0,
        close: async () => undefined,
      },
      analyser: {
        analyse: async () => ({ kind: 'refused', code: 'photo.noFace', message: '' }),
        close: async () => undefined,
      },
      live: { observe: async () => sighting, rearm: () => undefined },
      liveness: { isAvailable: true, troubles: { visible: null, infrared: null } },
      modelHash: 'abc',
      threshold: 0.6,
      limits: () => ({ threshold: 0.6, margin: 0.05, lead: 0.37 }),
      close: async () => undefined,
    }),
  });
  onTestFinished(async () => {
    await terminal.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const photographs = [{ jpeg: Buffer.from('w1'), embeddings: [photograph], modelHash: 'abc' }];
  terminal.store.people.put({ id: 'w1', name: 'w1', origin: 'console', barredReason: null, photographs }, { replace: false });
  gallery.put('w1', [photograph]);
  await terminal.start();
  await terminal.untilReady();
  const pass = async (): Promise<void> => {
    terminal.eyes.observe({ ...observationOf({ mark: 1 }), takenAtMs: Date.now() + aheadMs });
    await vi.waitFor(() => expect(terminal.store.punches.count()).toBe(1), inTime);
  };
  const leave = (): void => {
    aheadMs += 10_000;
  };
  return { terminal, gallery, pass, leave };
}

const face = { embedding: view, crop: new Uint8Array(CROP_BYTES).fill(128), measures: goodMeasures, life: 6 };
const scored = { track: 1, score: 0.8, threshold: 0.6, frames: 3, picture: null };
const alive: LiveResult = { kind: 'recognised', workerId: 'w1', face, ...scored };

test('a passage is learnt once nobody is there any more, and forgotten with the PIN, which is written down', async () => {
  const { terminal, gallery, pass, leave } = await terminalThatSees(alive, { learnAtGate: true });
  await pass();
  expect([terminal.store.learnt.counts().templates, gallery.size]).toEqual([0, 1]);
  leave();
  await vi.waitFor(() => {
    leave();
    expect([terminal.store.learnt.counts().templates, gallery.size]).toEqual([1, 2]);
  }, inTime);

  const { handlers } = terminal.admin;
  const { session } = await handlers['admin.setPin']({ pin: '2468' });
  expect((await handlers['admin.person']({ session, id: 'w1' })).person?.learnt).toHaveLength(1);
  const confirmed = await handlers['admin.confirm']({ session, pin: '2468' });
  const confirmation = confirmed.kind === 'confirmed' ? confirmed.confirmation : '';
  expect(await handlers['admin.forgetLearnt']({ session, confirmation, id: 'w1' })).toEqual({ templates: 1 });
  expect([terminal.store.learnt.counts().templates, gallery.size]).toEqual([0, 1]);
  expect(terminal.store.audit.list({ beforeId: null, limit: 1 })).toMatchObject([{ action: 'learnt.forgotten', subject: 'w1' }]);
});
