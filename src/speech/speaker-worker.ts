import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { Fault } from '../shared/fault.ts';
import type { SpeakerAnswer, SpeakerRequest, SpeakerWorkerData } from './speaker-calls.ts';
import { synthesise } from './synthesiser.ts';

/** How far this thread and its children stand back behind the gate's; on Linux niceness is each thread's own. */
const NICENESS = 10;

const port = parentPort;
if (!port) throw new Fault('internal.bug', 'not in a worker thread');
const { program } = workerData as SpeakerWorkerData;
if (process.platform === 'linux') setPriority(NICENESS);
const ending = new AbortController();

async function answer({ id, utterance }: SpeakerRequest): Promise<SpeakerAnswer> {
  try {
    const sound = await synthesise(utterance, { signal: ending.signal, ...(program === null ? {} : { program }) });
    return { id, kind: 'sound', sound };
  } catch (error) {
    return { id, kind: 'failed', message: Fault.from(error, 'speech.unavailable', 'no sound').message };
  }
}

port.on('message', (request: SpeakerRequest | 'end') => {
  if (request !== 'end') return void answer(request).then((reply) => port.postMessage(reply));
  // Ends what is still speaking; without the port the thread has nothing left to do.
  ending.abort();
  port.close();
});
