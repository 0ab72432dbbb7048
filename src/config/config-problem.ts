import type { z } from 'zod';
import { Fault } from '../shared/fault.ts';
import type { SettingProblem } from '../shared/settings.ts';

/** What is wrong with one key; `key` in dots, empty for the file as a whole. */
export interface ConfigProblem {
  readonly key: string;
  readonly what: string;
  /** Default `unfit`: the schema refuses the value. */
  readonly code?: 'needed' | 'notAvailable' | 'noFile';
}

/** Keys that are wrong, one by one; the message names them all. */
export class ConfigRefusal extends Fault {
  readonly problems: readonly SettingProblem[];

  constructor(message: string, problems: readonly ConfigProblem[], options: ErrorOptions) {
    super('config.invalid', message, options);
    this.problems = problems.map(({ key, what, code }) => ({ key, code: code ?? 'unfit', detail: what }));
  }
}

type Issue = z.core.$ZodIssue;
const dotted = (path: readonly PropertyKey[]): string => path.map(String).join('.');

/** What the schema says, one problem for each key, in words that hold no value of the file: values may be secrets. */
export function problemsOf(issues: readonly Issue[], under: readonly PropertyKey[] = []): ConfigProblem[] {
  return issues.flatMap((issue) => {
    const path = [...under, ...issue.path];
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ key: dotted([...path, key]), what: 'unknown key' }));
    const [firstChoice] = issue.code === 'invalid_union' ? issue.errors : [];
    if (firstChoice !== undefined && firstChoice.length > 0) return problemsOf(firstChoice, path);
    return [{ key: dotted(path), what: inSmall(issue.message) }];
  });
}

const inSmall = (message: string): string =>
  message.replace(/^Invalid (input|option): /, '').replace(/^[A-Z]/, (c) => c.toLowerCase());

/** The fault that names the file, every key and the way out. */
export function invalidConfig(file: string, problems: readonly ConfigProblem[], cause?: unknown): ConfigRefusal {
  const list = problems.map(({ key, what }) => (key === '' ? what : `"${key}": ${what}`)).join('; ');
  const message = `Configuration ${file}: ${list}. Correct the file and start again; README, "Configure it", lists every key`;
  return new ConfigRefusal(message, problems, { cause });
}
