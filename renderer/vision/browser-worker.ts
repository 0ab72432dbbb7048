import type { AnalysisWorker } from './analyser.ts';
import type { FromWorker } from './messages.ts';

/** Starts the analysis in a worker of its own. */
export function spawnAnalysisWorker(): AnalysisWorker<VideoFrame> {
  const worker = new Worker(new URL('./vision-worker.ts', import.meta.url), { type: 'module' });
  return {
    send: (message, handOver) => worker.postMessage(message, [...(handOver ?? [])]),
    onMessage: (listener) => {
      worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => listener(data));
      worker.addEventListener('error', ({ message }) =>
        listener({ kind: 'failed', message: message || 'the worker did not start' }),
      );
    },
    terminate: () => worker.terminate(),
  };
}
