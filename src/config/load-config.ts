import { resolve } from 'node:path';
import { combinationProblems } from './check-combinations.ts';
import { invalidConfig, problemsOf } from './config-problem.ts';
import { readJsonObject, type JsonObject } from './json-file.ts';
import { missingFiles, withAbsolutePaths } from './referenced-files.ts';
import { Config } from './schema.ts';

export interface LoadedConfig {
  /** Every key, defaults filled in; the paths of files are absolute. */
  readonly config: Config;
  /** Absolute path of the file. */
  readonly file: string;
  /** What the file itself says. */
  readonly written: JsonObject;
}

export interface CheckOptions {
  /** Whether the files that the configuration names must be there. Default true. */
  readonly filesMustExist?: boolean;
}

/**
 * Reads and checks a configuration file. Throws `config.invalid`, whose message names the file, every wrong key and the way
 * out, and holds no value of the file.
 */
export function loadConfigFile(file: string, options: CheckOptions = {}): LoadedConfig {
  return checkConfig(readJsonObject(file), file, options);
}

/** Checks what stands, or will stand, in `file`. Throws `config.invalid`. */
export function checkConfig(written: JsonObject, file: string, { filesMustExist = true }: CheckOptions = {}): LoadedConfig {
  const parsed = Config.safeParse(written);
  if (!parsed.success) throw invalidConfig(file, problemsOf(parsed.error.issues));
  const config = withAbsolutePaths(parsed.data, file);
  const problems = [...combinationProblems(config), ...(filesMustExist ? missingFiles(config) : [])];
  if (problems.length > 0) throw invalidConfig(file, problems);
  return { config, file: resolve(file), written };
}
