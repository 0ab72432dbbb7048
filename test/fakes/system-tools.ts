import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram, type RunProgram } from '../../src/terminal/system/run-program.ts';

/** Programs of a system, as scripts in a folder of their own that stands first on PATH. */
export class SystemTools {
  readonly #folder = mkdtempSync(join(tmpdir(), 'system-tools-'));

  /** `script`: what `sh` does with the program's arguments in `$@`; each call is written down before. */
  install(program: string, script: string): void {
    const path = join(this.#folder, program);
    writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$*" >> "${path}.calls"\n${script}\n`);
    chmodSync(path, 0o755);
  }

  /** The arguments of each call, in order. */
  calls(program: string): readonly string[] {
    return readFileSync(join(this.#folder, `${program}.calls`), 'utf8')
      .trimEnd()
      .split('\n');
  }

  /** Runs programs of this folder; what is not installed in it is not there. */
  readonly run: RunProgram = (program, args, timeoutMs) => runProgram(join(this.#folder, program), args, timeoutMs);

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
