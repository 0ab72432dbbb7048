import { mkdirSync, readFileSync } from 'node:fs';
import { Config } from '../../../src/config/schema.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { Fault } from '../../../src/shared/fault.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { openStore } from '../../../src/store/store.ts';
import { Enrolment } from '../../../src/terminal/enrolment.ts';
import { modelsDir } from '../../../src/terminal/installation.ts';
import { OneAtATime } from '../../../src/terminal/one-at-a-time.ts';
import { startRecognition } from '../../../src/terminal/recognition-service.ts';

/**
 * Enrols many photographs into a stopped terminal's data, by the product's own enrolment; ids are those of `idOf` each file.
 * Answers how many could be used.
 */
export async function bulkEnrol(
  dataDir: string,
  photographs: readonly string[],
  idOf: (path: string) => string,
): Promise<number> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const config = Config.parse({});
  const store = openStore({ dir: dataDir, clock: systemClock, log: silentLog, platform: 'none' });
  const changes = new OneAtATime();
  const recognition = await startRecognition({ modelsDir, config, store, changes, clock: systemClock, log: silentLog });
  const enrolment = new Enrolment({
    store,
    ...recognition,
    changes,
    onEnrolled: () => undefined,
    log: silentLog,
  });
  let enrolled = 0;
  for (const path of photographs) {
    const id = idOf(path);
    try {
      const photograph = readFileSync(path);
      await enrolment.add({ id, name: id, photograph, origin: 'console', strictness: 'platform', shouldReplace: true });
      enrolled += 1;
    } catch (error) {
      if (!(error instanceof Fault) || !error.code.startsWith('photo.')) throw error;
    }
  }
  await recognition.close();
  store.close();
  return enrolled;
}
