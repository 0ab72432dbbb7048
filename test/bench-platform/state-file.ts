import { readFile, rename, writeFile } from 'node:fs/promises';

const SAVE_EVERY_MS = 2_000;

/** What was saved before; nothing where there is no such file. */
export async function readState(file: string | undefined): Promise<{ readonly state?: string }> {
  if (file === undefined) return {};
  try {
    return { state: await readFile(file, 'utf8') };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}

/** Saves every few seconds where something changed. @returns what saves once more and ends it. */
export function saveInto(
  file: string,
  saveState: () => string,
  onChange: (watcher: () => void) => () => void,
): () => Promise<void> {
  let isStale = true;
  let saving = Promise.resolve();
  const stop = onChange(() => (isStale = true));
  const save = async (): Promise<void> => {
    if (!isStale) return;
    isStale = false;
    await writeFile(`${file}.new`, saveState());
    await rename(`${file}.new`, file);
  };
  const timer = setInterval(() => {
    saving = saving.then(save);
  }, SAVE_EVERY_MS);
  return async () => {
    clearInterval(timer);
    stop();
    await saving.then(save);
  };
}
