import { storedConfigPath } from '../config/stored-config.ts';
import { systemClock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import { silentLog } from '../shared/log.ts';
import { acquireInstanceLock } from '../store/instance-lock.ts';
import type { Store } from '../store/store.ts';
import { createCommandHandlers } from './command-handlers.ts';
import { runCommand } from './control-server.ts';
import { Enrolment } from './enrolment.ts';
import { modelsDir, programVersion } from './installation.ts';
import { loadConfiguration } from './configuration.ts';
import { matchingNow } from './matching.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { openForPlatform } from './platform-switch.ts';
import { copyOf } from './settings-copy-of.ts';
import { SettingsKeeper } from './settings-keeper.ts';
import { startRecognition } from './recognition-service.ts';
import type { RecognitionService } from './recognition-service.ts';

/**
 * Runs one command on the data of a terminal that does not run, holding its lock meanwhile.
 * @throws Fault `data.inUse` when one runs after all, and what the command throws.
 */
export async function runOnStopped(
  place: { readonly dataDir: string; readonly configFile: string | null },
  command: string,
  input: unknown,
): Promise<unknown> {
  const { config, file } = loadConfiguration(place.configFile, place.dataDir);
  const lock = acquireInstanceLock(place.dataDir);
  let store: Store | null = null;
  let recognition: RecognitionService | null = null;
  try {
    const { store: opened, pending } = openForPlatform({
      dir: place.dataDir,
      log: silentLog,
      clock: systemClock,
      platform: config.platform.protocol,
    });
    store = opened;
    const changes = new OneAtATime();
    const keeper = new SettingsKeeper({
      // One that was never configured is from now on.
      file: file ?? storedConfigPath(place.dataDir),
      config: () => config,
      apply: () => Promise.resolve(),
      log: silentLog,
    });
    const enrolment = async (): Promise<Enrolment> => {
      recognition = await startRecognition({ modelsDir, config, store: opened, changes, clock: systemClock, log: silentLog });
      return new Enrolment({
        store: opened,
        ...recognition,
        changes,
        onEnrolled: () => undefined,
        log: silentLog,
      });
    };
    const remove = (id: string): Promise<void> => {
      if (!opened.people.remove(id)) throw new Fault('worker.unknown', `no worker has the id "${id}"`);
      return Promise.resolve();
    };
    return await runCommand(
      command,
      input,
      createCommandHandlers({
        store: opened,
        enrolment,
        remove,
        config,
        clock: systemClock,
        copy: copyOf(keeper, place.dataDir, programVersion()),
        recorder: null,
        update: null,
        pendingSwitch: pending,
        onRetry: () => undefined,
        status: null,
        matching: () => matchingNow(modelsDir, config, opened),
      }),
    );
  } finally {
    await closeAll(recognition);
    store?.close();
    lock.release();
  }
}

async function closeAll(recognition: RecognitionService | null): Promise<void> {
  await recognition?.close();
}
