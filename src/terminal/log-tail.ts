import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LogLine } from '../shared/storage-view.ts';

/** Read from the end, bytes: some thousands of lines. */
const TAIL_BYTES = 512 * 1024;

const Line = z.looseObject({ at: z.string(), level: z.string(), area: z.string(), event: z.string() });

/** The last lines of `DIR/logs/terminal.log` as text, whole lines only; empty without the file. */
export function logText(dir: string, mostBytes = TAIL_BYTES): string {
  let file: number;
  try {
    file = openSync(join(dir, 'logs', 'terminal.log'), 'r');
  } catch {
    return '';
  }
  try {
    const { size } = fstatSync(file);
    const from = Math.max(0, size - mostBytes);
    const bytes = Buffer.alloc(size - from);
    const read = readSync(file, bytes, 0, bytes.length, from);
    const text = bytes.toString('utf8', 0, read);
    return from === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    closeSync(file);
  }
}

/** The newest lines first, at most `most`; `level`: these and graver ones. Lines that are none are passed over. */
export function logTail(dir: string, level: 'all' | 'warn' | 'error', most: number): LogLine[] {
  const wanted: readonly string[] | null = level === 'all' ? null : level === 'warn' ? ['warn', 'error'] : ['error'];
  const found: LogLine[] = [];
  const lines = logText(dir).split('\n');
  for (let at = lines.length - 1; at >= 0 && found.length < most; at--) {
    const line = parsed(lines[at] ?? '');
    if (line !== null && (wanted === null || wanted.includes(line.level))) found.push(line);
  }
  return found;
}

function parsed(text: string): LogLine | null {
  if (text === '') return null;
  try {
    const { at, level, area, event, ...details } = Line.parse(JSON.parse(text));
    return { at, level, area, event, details: Object.keys(details).length === 0 ? '' : JSON.stringify(details) };
  } catch {
    return null;
  }
}
