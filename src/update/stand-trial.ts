import { replaceFile } from '../launcher/file-port.ts';
import { HEALTHY_FILE, placesIn } from '../launcher/places.ts';
import type { Trial } from '../launcher/slot-state.ts';
import { Fault } from '../shared/fault.ts';
import { faultOfDisk } from './disk-fault.ts';
import { lackingAreas, notSteady, stepSteadiness } from './health.ts';
import { pause } from './pause.ts';
import type { UpdateHost } from './ports.ts';

/** One recognition takes a second or two on the slowest machine. */
const SELF_TEST_MS = 30_000;

export interface StandingTrial {
  readonly host: UpdateHost;
  readonly trial: Trial;
  /** What is not well yet: areas, and `selfTest`. */
  readonly onLacking: (lacking: readonly string[]) => void;
  readonly everyMs: number;
  readonly signal: AbortSignal;
}

/**
 * Watches this very version until it has been well for long enough, and writes that down: from then on it stays. Rejects when
 * the program ends before; the launcher ends it at the latest.
 */
export async function standTrial({ host, trial, onLacking, everyMs, signal }: StandingTrial): Promise<void> {
  const { log, clock, areas, settings } = host;
  log.info('update', 'onTrial', { version: trial.version, start: trial.starts });
  let isRecognising = false;
  let steadiness = notSteady;
  let shown: string | null = null;
  for (;;) {
    const wanting = lackingAreas(trial.before, areas());
    if (!isRecognising && wanting.length === 0) isRecognising = await passesSelfTest(host, signal);
    const lacking: readonly string[] = isRecognising ? wanting : [...wanting, 'selfTest'];
    if (lacking.join(' ') !== shown) log.info('update', 'lacking', { areas: lacking.join(' ') });
    shown = lacking.join(' ');
    onLacking(lacking);
    steadiness = stepSteadiness(steadiness, lacking.length === 0, clock.monotonic(), settings.steadySeconds * 1_000);
    if (steadiness.isHealthy && isWritten(host, trial)) return;
    await pause(everyMs, signal);
  }
}

/** False: the disk is full, say; a version that cannot say that it is healthy is not. */
function isWritten({ files, dataDir, log }: UpdateHost, { id }: Trial): boolean {
  try {
    replaceFile(files, placesIn(dataDir).folder, HEALTHY_FILE, JSON.stringify({ id }));
    return true;
  } catch (error) {
    const { code } = faultOfDisk(error, 'update.newUnhealthy', 'health could not be written down');
    log.error('update', 'healthNotWritten', { code });
    return false;
  }
}

async function passesSelfTest({ selfTest, log }: UpdateHost, signal: AbortSignal): Promise<boolean> {
  const over = new AbortController();
  const tooLong = pause(SELF_TEST_MS, AbortSignal.any([signal, over.signal])).then(() => {
    throw new Fault('model.failed', 'the self-test took too long');
  });
  tooLong.catch(() => undefined);
  try {
    await Promise.race([selfTest(), tooLong]);
    return true;
  } catch (error) {
    signal.throwIfAborted();
    log.warn('update', 'selfTestFailed', { code: Fault.from(error, 'model.failed', 'the self-test failed').code });
    return false;
  } finally {
    over.abort();
  }
}
