import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasModbusSlave, startModbusSlave } from '../../fakes/modbus-slave.ts';

const hasStrace = spawnSync('strace', ['-V']).status === 0;
if (!hasStrace) process.stderr.write('strace is not installed: the order of flush and pulse is not looked at\n');

/** Modbus: unit 1, function 05, coil 0, on. */
const COIL_ON = String.raw`\1\5\0\0\377\0`;

it.skipIf(!hasStrace || !hasModbusSlave)(
  'the write-ahead log is flushed to disk before the first byte of each pulse goes to the serial port',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'flush-order-'));
    const slave = await startModbusSlave();
    try {
      const trace = join(folder, 'trace');
      const program = join(import.meta.dirname, 'below-camera.ts');
      const { status } = await run('strace', [
        ...['-f', '-yy', '-s', '16', '-e', 'trace=fdatasync,fsync,write,pwrite64', '-o', trace],
        ...[process.execPath, program, join(folder, 'data'), slave.port, '5'],
      ]);
      expect(status).toBe(0);
      const calls = readFileSync(trace, 'utf8').split('\n');
      // One letter a call: w = the log is written, s = it is flushed, P = a pulse begins.
      const order = calls.map(letterOf).join('');
      expect(order.match(/P/g)).toHaveLength(5);
      for (const before of order.split('P').slice(0, 5)) expect(before).toMatch(/w[^s]*s/);
      // Nothing was written after the last flush that the pulse could have depended on.
      for (const before of order.split('P').slice(0, 5)) expect(before).toMatch(/s$/);
    } finally {
      await slave.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  300_000,
);

function letterOf(call: string): string {
  if (/f(data)?sync\(\d+<[^>]*terminal\.db-wal>/.test(call)) return 's';
  if (/p?write(64)?\(\d+<[^>]*terminal\.db-wal>/.test(call)) return 'w';
  return call.includes(`"${COIL_ON}`) ? 'P' : '';
}

function run(command: string, args: readonly string[]): Promise<{ status: number | null }> {
  const child = spawn(command, [...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (status) => done({ status }));
  });
}
