import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { systemClock, type Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { z } from 'zod';
import { isObject, readJsonObject, type JsonObject, type JsonValue } from './json-file.ts';
import { checkConfig, loadConfigFile, type LoadedConfig } from './load-config.ts';
export { ConfigRefusal } from './config-problem.ts';
import { Config } from './schema.ts';
import { renameDurably, writeFileAtomically } from './write-file.ts';

const storedName = 'config.json';
const lastGoodName = 'config.good.json';

/** Where a terminal without `--config` keeps its configuration. */
export const storedConfigPath = (dir: string): string => join(dir, storedName);
const lastGoodPath = (dir: string): string => join(dir, lastGoodName);

/** A terminal that has ever been configured never runs the demo, whatever has become of its files. */
export const hasStoredConfig = (dir: string): boolean => existsSync(storedConfigPath(dir)) || existsSync(lastGoodPath(dir));

/** What the terminal runs on when it was started without `--config`. */
export interface StoredConfig {
  readonly config: Config;
  /** `stored`: as it should be. `lastGood`, `defaults`: a fault is set and the terminal needs service. */
  readonly source: 'stored' | 'lastGood' | 'defaults';
  readonly fault: Fault | null;
  /** The bad file under its new name, when this call set it aside. */
  readonly keptAside: string | null;
}

/**
 * The stored configuration of the data directory, of which a good one is copied to `config.good.json`. A bad or missing one
 * gives the last good one and a fault; the bad file is kept as `config.bad-TIME.json`. Without a last good one it stays where
 * it is, and the defaults, which open no gate, carry the fault. Never throws `config.invalid`.
 */
export function loadStoredConfig(dir: string, clock: Clock = systemClock): StoredConfig {
  const file = storedConfigPath(dir);
  try {
    const { config, written } = loadConfigFile(file);
    keepIfPossible(dir, written);
    return { config, source: 'stored', fault: null, keptAside: null };
  } catch (error) {
    const fault = Fault.from(error, 'config.invalid', `Configuration ${file} cannot be loaded`);
    const lastGood = loadLastGood(dir);
    if (lastGood === null) return { config: Config.parse({}), source: 'defaults', fault, keptAside: null };
    return { config: lastGood, source: 'lastGood', fault, keptAside: setAside(file, clock) };
  }
}

/** What a change may hold: any part of the configuration. */
export type ConfigPatch = z.input<typeof Config>;

export interface WriteOptions {
  /** Keys in dots that go back to their defaults: they leave the file. */
  readonly reset?: readonly string[];
}

/**
 * Changes a configuration file and nothing in it but `patch`; keys that it left to the defaults stay out of it. Objects are
 * merged, other values replaced. When the stored file is missing the last good one is changed. Checked first, written
 * atomically, mode 0600. Throws `config.invalid`, a `ConfigRefusal` where keys are wrong, and then writes nothing.
 */
export function writeConfigFile(path: string, patch: ConfigPatch, { reset = [] }: WriteOptions = {}): LoadedConfig {
  const file = existsSync(path) ? realpathSync(path) : path;
  const changed = checkConfig(reset.reduce(without, merged(writtenBefore(file), asJson(patch))), file);
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileAtomically(file, serialised(changed.written));
    if (basename(file) === storedName) keepAsLastGood(dirname(file), changed.written);
  } catch (error) {
    throw new Fault('config.invalid', `Configuration ${file} cannot be written`, { cause: error });
  }
  return changed;
}

/**
 * Remembers what stands in the file and in the last good copy beside it; answers the way back to that. Going back throws
 * `config.invalid` when it cannot be written.
 */
export function rememberConfigFile(path: string): () => void {
  const file = existsSync(path) ? realpathSync(path) : path;
  const files = basename(file) === storedName ? [file, lastGoodPath(dirname(file))] : [file];
  const kept = files.map((one) => ({ one, content: existsSync(one) ? readFileSync(one, 'utf8') : null }));
  return () => {
    try {
      for (const { one, content } of kept)
        if (content === null) rmSync(one, { force: true });
        else writeFileAtomically(one, content);
    } catch (error) {
      throw new Fault('config.invalid', `Configuration ${file} cannot be written`, { cause: error });
    }
  };
}

/** What a file would say after a change, checked like one that is written, and nothing written. Throws `config.invalid`. */
export function previewConfig(path: string | null, patch: ConfigPatch, { reset = [] }: WriteOptions = {}): Config {
  const file = path === null ? 'config.json' : existsSync(path) ? realpathSync(path) : path;
  const changed = merged(path === null ? {} : writtenBefore(file), asJson(patch));
  return checkConfig(reset.reduce(without, changed), file).config;
}

const serialised = (written: JsonObject): string => `${JSON.stringify(written, null, 2)}\n`;

function asJson(patch: ConfigPatch): JsonObject {
  const value: unknown = JSON.parse(JSON.stringify(patch));
  return isObject(value) ? value : {};
}

function writtenBefore(file: string): JsonObject {
  if (existsSync(file)) return readJsonObject(file);
  const lastGood = lastGoodPath(dirname(file));
  return basename(file) === storedName && existsSync(lastGood) ? readJsonObject(lastGood) : {};
}

function merged(before: JsonObject, patch: JsonObject): JsonObject {
  const entries = Object.entries(patch).map(([key, value]): [string, JsonValue] => {
    const old = Object.hasOwn(before, key) ? before[key] : undefined;
    return [key, isObject(value) && isObject(old) ? merged(old, value) : value];
  });
  return { ...before, ...Object.fromEntries(entries) };
}

/** The file's content without one key in dots. */
function without(written: JsonObject, key: string): JsonObject {
  const [name = '', ...rest] = key.split('.');
  const inner = Object.hasOwn(written, name) ? written[name] : undefined;
  if (rest.length > 0) return isObject(inner) ? { ...written, [name]: without(inner, rest.join('.')) } : written;
  return Object.fromEntries(Object.entries(written).filter(([other]) => other !== name));
}

function keepAsLastGood(dir: string, written: JsonObject): void {
  const file = lastGoodPath(dir);
  const content = serialised(written);
  if (!existsSync(file) || readFileSync(file, 'utf8') !== content) writeFileAtomically(file, content);
}

/** On a full or read-only disk the copy waits for a later start; the configuration itself is good. */
function keepIfPossible(dir: string, written: JsonObject): void {
  try {
    keepAsLastGood(dir, written);
  } catch {
    return;
  }
}

/** Its files need not be there: a lost update key must not keep the gate shut. */
function loadLastGood(dir: string): Config | null {
  try {
    return loadConfigFile(lastGoodPath(dir), { filesMustExist: false }).config;
  } catch {
    return null;
  }
}

/** Where the bad file was moved, or null when there is none or it cannot be moved. */
function setAside(file: string, clock: Clock): string | null {
  const time = new Date(clock.now()).toISOString().replaceAll(':', '-');
  const aside = join(dirname(file), `config.bad-${time}.json`);
  try {
    if (!existsSync(file)) return null;
    renameDurably(file, aside);
    return aside;
  } catch {
    return null;
  }
}
