import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/shared/clock.ts';
import { silentLog } from '../../src/shared/log.ts';
import { readManifest, recogniserOf } from '../../src/recognition/manifest.ts';
import { openStore } from '../../src/store/store.ts';
import { modelsDir } from '../../src/terminal/installation.ts';
import { startModbusSlave } from '../fakes/modbus-slave.ts';
import { bulkEnrol } from '../e2e/support/bulk-enrol.ts';
import { MJPEG_FPS, writeClip } from '../e2e/support/clip.ts';
import { hasPictures, webcamFrames } from '../e2e/support/pictures.ts';
import { TerminalProcess } from '../e2e/support/terminal-process.ts';
import { markedFrames } from './marked-frames.ts';
import { summary } from './percentiles.ts';
import { randomTemplates } from './random-templates.ts';

const ROSTER = 10_000;
const PASSAGES = 40;
/** Each picture stands for this many played frames: 15 pictures a second. */
const REPEAT = 2;

/**
 * From the first frame of a clip whose face is near enough and inside the guide (marked by hand) to the coil-on request
 * at an independent slave, with 10,000 in the gallery. The clip cuts hard from an empty yard to that frame, so that the
 * moment lies between the last frame analysed without a face and the first with one; the earlier end is taken, which can
 * only make the result longer.
 */
export async function benchPassage(): Promise<Record<string, unknown>> {
  if (!hasPictures) return { skipped: 'no pictures' };
  const folder = mkdtempSync(join(tmpdir(), 'bench-passage-'));
  const dataDir = join(folder, 'data');
  const slave = await startModbusSlave();
  try {
    for (const { subject } of markedFrames)
      await bulkEnrol(dataDir, `${subject}-`, webcamFrames('live', subject, 1).slice(10, 11));
    fillRoster(dataDir);
    await writeClip(
      join(folder, 'clip.mjpeg'),
      markedFrames.flatMap(({ subject, session, frame }) => [
        { frames: null, repeat: REPEAT, count: 22 },
        { frames: webcamFrames('live', subject, session).slice(frame, frame + 22), repeat: REPEAT },
      ]),
    );
    const configFile = join(folder, 'config.json');
    const config = {
      cameras: { visible: 'any', infrared: null, replay: 'clip.mjpeg' },
      turnstile: { driver: 'modbus-rtu', port: slave.port },
      recognition: { repeatSeconds: 0 },
      liveness: { mode: 'off' },
    };
    writeFileSync(configFile, JSON.stringify(config));
    const terminal = new TerminalProcess(['--config', configFile, '--data', dataDir, '--headless'], { TERMINAL_LOG: 'debug' });
    await terminal.event('vision', 'ready', 90_000);
    const coilOns = (): number[] => slave.requests.filter(({ fc, value }) => fc === 5 && value !== 0).map(({ t }) => t * 1_000);
    await slave.until(() => coilOns().length >= PASSAGES, 400_000);
    await terminal.stop();
    const frames = terminal.lines
      .filter(({ area, event }) => area === 'vision' && event === 'observed')
      .map((line) => ({
        takenAtMs: Number(line['takenAtMs']),
        hasFace: line['face'] === true,
        analysisMs: Number(line['analysisMs']),
      }));
    const passages = coilOns().flatMap((onAtMs) => {
      const before = frames.filter(({ takenAtMs }) => takenAtMs < onAtMs);
      const lastEmpty = before.findLast(({ hasFace }) => !hasFace);
      return lastEmpty === undefined ? [] : [onAtMs - (lastEmpty.takenAtMs + 1_000 / MJPEG_FPS)];
    });
    return {
      what: 'first good frame → coil-on at the slave, 10,000 in the gallery; ms',
      ...summary(passages, 0),
      analysisMsInPage: summary(frames.filter(({ hasFace }) => hasFace).map(({ analysisMs }) => analysisMs)),
    };
  } finally {
    await slave.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Nobodies: random templates, which cost the search what real ones do. */
function fillRoster(dataDir: string): void {
  const store = openStore({ dir: dataDir, clock: systemClock, log: silentLog });
  const modelHash = recogniserOf(readManifest(modelsDir)).sha256;
  const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xd9]);
  randomTemplates(ROSTER - store.people.count(), 192).forEach((embedding, index) => {
    const id = `nobody-${String(index)}`;
    store.people.put(
      { id, name: id, origin: 'console', barredReason: null, photographs: [{ jpeg, embeddings: [embedding], modelHash }] },
      { replace: false },
    );
  });
  store.close();
}
