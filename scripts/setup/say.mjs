/** Everything that set-up says goes to standard error: standard output belongs to the program. */
export const say = (text) => process.stderr.write(`${text}\n`);

/** Ends set-up with a message that tells what to do. */
export class SetUpError extends Error {
  name = 'SetUpError';
  /** 3: cannot run. */
  exitCode = 3;
}

/** Runs a long step: says that it began, every ten seconds that it still runs, and how long it took. */
export async function step(title, work) {
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 1000);
  say(`· ${title} …`);
  const timer = setInterval(() => say(`  … ${title}: ${seconds()} s`), 10_000);
  try {
    const result = await work();
    say(`  ${title}: done in ${seconds()} s`);
    return result;
  } finally {
    clearInterval(timer);
  }
}

/** Runs the body of an entry point: a `SetUpError` becomes its text and exit code, anything else a stack trace. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    say(error instanceof SetUpError ? `\n${error.message}` : String(error?.stack ?? error));
    process.exitCode = error instanceof SetUpError ? error.exitCode : 1;
  }
}
