/**
 * Where a worker thread's program lies: beside this module, `.ts` when run from source, `.js` when built
 * (the build has an entry of the same name for each).
 */
export function workerUrl(name: 'photograph-worker' | 'engine-worker'): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./${name}.${extension}`, import.meta.url);
}
