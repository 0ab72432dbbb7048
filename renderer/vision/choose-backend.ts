import type { AnalysisWorker } from './analyser.ts';
import type { Backend, StartAnalysis } from './messages.ts';

const TRIAL_MS = 30_000;

/** How long one picture takes with `backend`, ms; Infinity when it fails. The worker ends afterwards. */
async function measure(spawn: () => AnalysisWorker<never>, start: StartAnalysis): Promise<number> {
  const worker = spawn();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const warmUpMs = await new Promise<number>((resolve) => {
    timer = setTimeout(() => resolve(Infinity), TRIAL_MS);
    worker.onMessage((message) => resolve(message.kind === 'ready' ? message.warmUpMs : Infinity));
    worker.send(start);
  });
  clearTimeout(timer);
  worker.terminate();
  return warmUpMs;
}

/**
 * The fastest of `candidates` by a measured warm-up, each in a worker of its own; a single candidate is not measured.
 * On a tie, or when none works, the first: the caller's analyser then says what is wrong with it.
 */
export async function chooseBackend(
  candidates: readonly [Backend, ...Backend[]],
  spawn: () => AnalysisWorker<never>,
  files: Omit<StartAnalysis, 'kind' | 'backend'>,
): Promise<Backend> {
  if (candidates.length === 1) return candidates[0];
  let best = { backend: candidates[0], ms: Infinity };
  for (const backend of candidates) {
    const ms = await measure(spawn, { kind: 'start', backend, ...files });
    if (ms < best.ms) best = { backend, ms };
  }
  return best.backend;
}
