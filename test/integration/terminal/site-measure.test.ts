import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { Gallery } from '../../../src/recognition/gallery.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { commands } from '../../../src/terminal/commands.ts';
import { askRunning } from '../../../src/terminal/control-client.ts';
import { modelsDir } from '../../../src/terminal/installation.ts';
import { statusTable } from '../../../src/terminal/tables.ts';
import { Terminal } from '../../../src/terminal/terminal.ts';
import { noAdmin } from '../../fakes/no-admin.ts';

const LENGTH = 128;
const inTime = { timeout: 60_000, interval: 20 };
const axis = (index: number): Float32Array => Float32Array.from({ length: LENGTH }, (_, i) => (i === index ? 1 : 0));
const beside = (index: number, along: number): Float32Array =>
  Float32Array.from({ length: LENGTH }, (_, i) => (i === index ? 0.8 : i === along ? 0.6 : 0));

/** A whole terminal with scripted networks, of 100 workers of whom `pairs` pairs are much alike. */
async function terminalOf(pairs: number) {
  const dir = mkdtempSync(path.join(tmpdir(), 'site-'));
  const gallery = new Gallery(LENGTH);
  let aheadMs = 0;
  let version = 0;
  const terminal = new Terminal({
    config: Config.parse({ speech: { enabled: false } }),
    ...{ dir, modelsDir, version: 'test', isDemo: false, configFault: null },
    ...noAdmin,
    clock: { now: () => Date.now() + aheadMs, monotonic: () => performance.now() + aheadMs },
    log: silentLog,
    onView: () => undefined,
    play: () => undefined,
    startRecognition: async () => ({
      engine: {
        embed: async () => axis(0),
        load: async () => undefined,
        put: async (id, embeddings) => gallery.put(id, embeddings),
        remove: async (id) => gallery.remove(id),
        clear: async () => gallery.clear(),
        search: async (probe, except) => gallery.search(probe, except),
        scoreOf: (workerId, probe) => Promise.resolve(gallery.scoreOf(workerId, probe)),
        size: () => gallery.size,
        version: () => version,
        close: async () => undefined,
      },
      analyser: {
        analyse: async () => ({ kind: 'refused', code: 'photo.noFace', message: '' }),
        close: async () => undefined,
      },
      live: { observe: async () => ({ kind: 'noFace' }), rearm: () => undefined },
      liveness: { isAvailable: true, troubles: { visible: null, infrared: null } },
      modelHash: 'abc',
      threshold: 0.6,
      limits: () => ({ threshold: 0.55, margin: 0.05, lead: 0.37 }),
      close: async () => undefined,
    }),
  });
  onTestFinished(async () => {
    await terminal.close();
    rmSync(dir, { recursive: true, force: true });
  });
  const enrol = (id: string, embedding: Float32Array): void => {
    const photographs = [{ jpeg: Buffer.from(id), embeddings: [embedding], modelHash: 'abc' }];
    terminal.store.people.put({ id, name: id, origin: 'console', barredReason: null, photographs }, { replace: true });
    gallery.put(id, [embedding]);
    version++;
  };
  for (let index = 0; index < 100 - pairs; index++) enrol(`w${String(index)}`, axis(index));
  for (let index = 0; index < pairs; index++) enrol(`x${String(index)}`, beside(index, 101 + index));
  await terminal.start();
  await terminal.untilReady();
  const settle = async (until: () => void): Promise<void> =>
    vi.waitFor(() => {
      aheadMs += 61_000;
      until();
    }, inTime);
  const status = async () => {
    const answer = await askRunning(dir, 'status', {});
    if (answer === null || !('value' in answer)) throw new Error('no answer');
    return commands.status.output.parse(answer.value);
  };
  return { terminal, enrol, settle, status };
}

test('`status` tells how many of the site would be taken for another, and asks for attention while they are too many', async () => {
  const { terminal, enrol, settle, status } = await terminalOf(6);
  expect((await status()).matching).toMatchObject({ site: null, expected: { isExtrapolated: false } });
  expect(statusTable(await status())).toContain('not measured yet');
  const recognition = () => terminal.board.snapshot().areas['recognition'];
  await settle(() => expect(recognition()?.state).toBe('falseMatches'));
  expect(recognition()?.detail).toMatch(/^12\/100 = 12.0 % \(.*recognition.threshold 0.801$/);
  // It is said, and the gate works as before.
  expect(terminal.view()).toEqual({ state: 'idle' });
  const answer = await status();
  expect(answer.matching?.site).toMatchObject({ workers: 100, named: 12, isHigh: true, neededThreshold: 0.801 });
  expect(statusTable(answer)).toMatch(/12 of 100 .* on one picture; .*\n.* raise recognition.threshold to 0.801/);

  // Better photographs of those six, and of some others.
  for (let index = 0; index < 6; index++) enrol(`x${String(index)}`, axis(110 + index));
  for (let index = 10; index < 14; index++) enrol(`w${String(index)}`, axis(index));
  await settle(() => expect(recognition()).toMatchObject({ state: 'ok', detail: null }));
  expect((await status()).matching?.site).toMatchObject({ workers: 100, named: 0, isHigh: false, neededThreshold: null });
});
