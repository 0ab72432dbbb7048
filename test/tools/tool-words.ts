/** Wrong words behind a tool of this checkout. */
export class WordsError extends Error {
  override readonly name = 'WordsError';
}

/**
 * What `read` makes of the words behind a tool. `--help` prints the usage; wrong words are named above it. Both end the program before it
 * does anything, with 0 and with 2: a tool that took them for numbers would count nothing and call it well.
 */
export function readToolWords<T>(usage: string, read: (words: readonly string[]) => T): T {
  const words = process.argv.slice(2);
  if (words.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  try {
    return read(words);
  } catch (error) {
    if (!(error instanceof WordsError) && !isOfParseArgs(error)) throw error;
    process.stderr.write(`${error.message}\n${usage}\n`);
    process.exit(2);
  }
}

/** The whole numbers that `tool` takes in this order; those that are left out are the usual ones. Ends the program as `readToolWords` does. */
export function readToolNumbers<K extends string>(tool: string, usual: Readonly<Record<K, number>>): Readonly<Record<K, number>> {
  const names = Object.keys(usual);
  const usage = `usage: ${tool} -- ${names.map((name) => `[${name.toUpperCase()}`).join(' ')}${']'.repeat(names.length)}`;
  return readToolWords(usage, (words) => {
    if (words.length > names.length) throw new WordsError(`"${words.slice(names.length).join(' ')}" is too much`);
    return { ...usual, ...Object.fromEntries(words.map((word, index) => [names[index], wholeNumberIn(word, names[index])])) };
  });
}

/** @throws WordsError */
export function wholeNumberIn(word: string, of = ''): number {
  if (!/^\d{1,15}$/.test(word)) throw new WordsError(`${of}: "${word}" is no whole number`);
  return Number(word);
}

const isOfParseArgs = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
