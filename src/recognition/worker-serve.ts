import { parentPort } from 'node:worker_threads';
import { Fault } from '../shared/fault.ts';
import type { Calls, WorkerReply, WorkerRequest } from './worker-link.ts';

export type Answers<C extends Calls> = {
  readonly [N in keyof C]: (input: C[N]['input']) => Promise<C[N]['output']> | C[N]['output'];
};

/** Answers the calls of a `WorkerLink` in this thread once `prepare` has made the answers. */
export async function serveCalls<C extends Calls>(prepare: () => Promise<Answers<C>>): Promise<void> {
  const port = parentPort;
  if (!port) throw new Fault('internal.bug', 'not in a worker thread');
  const reply = (message: WorkerReply): void => port.postMessage(message);
  const describe = (error: unknown) => {
    const { code, message } = Fault.from(error, 'model.failed', error instanceof Error ? error.message : String(error));
    return { code, message };
  };
  try {
    const answers = await prepare();
    port.on('message', (request: WorkerRequest) => {
      const answer = answers[request.name];
      void (async () => {
        try {
          if (!answer) throw new Fault('internal.bug', `no call ${request.name}`);
          reply({ kind: 'answer', id: request.id, value: await answer(request.input) });
        } catch (error) {
          reply({ kind: 'fault', id: request.id, ...describe(error) });
        }
      })();
    });
    reply({ kind: 'ready' });
  } catch (error) {
    reply({ kind: 'failed', ...describe(error) });
  }
}
