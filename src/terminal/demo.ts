import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Config } from '../config/schema.ts';
import { startSimulatedBoard } from '../hardware/simulated-board.ts';
import type { Log } from '../shared/log.ts';
import { writeDemoClip } from './demo-clip.ts';
import { cutTile, demoPeople, readSheet } from './demo-faces.ts';
import type { Enrolment } from './enrolment.ts';

/** The one file that a demo leaves behind. */
export const SCREENSHOT = 'admitted.png';

export interface Demo {
  /** Temporary data directory; removed at the end but for the screenshot. */
  readonly dir: string;
  readonly config: Config;
  enrol(enrolment: Enrolment): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A whole gate without any device: a film in place of the camera, a simulated RS485 board on a pseudo-terminal in
 * place of the turnstile. Only for a terminal that was never configured.
 */
export async function prepareDemo({ log }: { readonly log: Log }): Promise<Demo> {
  const dir = mkdtempSync(join(tmpdir(), 'site-gate-demo-'));
  const clip = join(dir, 'demo.mjpeg');
  const board = await startSimulatedBoard({ log });
  await writeDemoClip(clip);
  const config = Config.parse({
    device: { sn: 'DEMO', siteName: '演示工地 · Demo site' },
    cameras: { replay: clip, infrared: null },
    turnstile: { driver: 'modbus-rtu', port: board.port },
    liveness: { mode: 'off' },
  });
  return {
    dir,
    config,
    enrol: async (enrolment) => {
      const sheet = readSheet();
      for (const { enrolled } of demoPeople) {
        if (enrolled === null) continue;
        const photograph = await cutTile(sheet, enrolled.photograph, 480);
        await enrolment.add({
          id: enrolled.id,
          name: enrolled.name,
          photograph,
          origin: 'demo',
          strictness: 'platform',
          shouldReplace: true,
        });
      }
      log.info('demo', 'ready', { people: demoPeople.filter((person) => person.enrolled !== null).length });
    },
    stop: async () => {
      await board.stop();
      for (const name of readdirSync(dir)) {
        if (name !== SCREENSHOT) rmSync(join(dir, name), { recursive: true, force: true });
      }
    },
  };
}
