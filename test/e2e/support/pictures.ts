import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Pictures of people lie beside the checkout; they are for measuring only and never part of the project. */
export const dataDir = resolve(import.meta.dirname, '../../../../shared/data');
export const hasPictures = existsSync(join(dataDir, 'webcam-dev'));

if (!hasPictures)
  process.stderr.write('pictures for measuring (../shared/data) are not here: tests that need them are skipped\n');

/** The frames of one webcam sequence, in order; absolute paths. */
export function webcamFrames(kind: 'live' | 'print', subject: string, session: number): readonly string[] {
  const folder = join(dataDir, 'webcam-dev', kind, subject);
  const sequence = readdirSync(folder).sort()[session - 1];
  if (sequence === undefined) throw new Error(`${subject} has no session ${String(session)}`);
  return readdirSync(join(folder, sequence))
    .sort()
    .map((name) => join(folder, sequence, name));
}

/** 800 adults who are nobody else; absolute paths. */
export function unknownPeople(): readonly string[] {
  const folder = join(dataDir, 'unknown');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jpg'))
    .sort()
    .map((name) => join(folder, name));
}
