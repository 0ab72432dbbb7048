import { readFileSync } from 'node:fs';
import { invalidConfig } from './config-problem.ts';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A JSON file that holds an object. Throws `config.invalid`. */
export function readJsonObject(file: string): JsonObject {
  const value = parse(file, read(file));
  if (!isObject(value)) throw invalidConfig(file, [{ key: '', what: 'is not a JSON object ({ … })' }]);
  return value;
}

function read(file: string): string {
  try {
    // Editors on Windows put a byte order mark in front.
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw invalidConfig(file, [{ key: '', what: isMissing ? 'the file does not exist' : 'the file cannot be read' }], error);
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Neither the message nor the cause goes on: both quote the file, which holds secrets. Only the place is told.
    const place = error instanceof Error ? /\(line \d+ column \d+\)/.exec(error.message)?.[0] : undefined;
    throw invalidConfig(file, [{ key: '', what: `is not valid JSON${place === undefined ? '' : ` ${place}`}` }]);
  }
}
