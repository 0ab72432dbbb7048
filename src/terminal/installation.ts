import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The folder that holds package.json, whether this runs from source, from `out/` or from a packaged application. */
function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) return process.cwd();
    folder = above;
  }
  return folder;
}

/** Root of the program's own files. */
export const programDir = findRoot();

/** Models lie beside a packaged application (`resources/models`), else in the checkout. */
export const modelsDir = programDir.endsWith('.asar') ? join(dirname(programDir), 'models') : join(programDir, 'models');

/** The addons of the terminal's own, beside a packaged application as models are; they may be missing. */
export const nativeDir = programDir.endsWith('.asar') ? join(dirname(programDir), 'native') : join(programDir, 'native');

/** The version of the installed program. */
export const programVersion = (): string =>
  z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(programDir, 'package.json'), 'utf8'))).version;
