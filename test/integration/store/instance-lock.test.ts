import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, onTestFinished } from 'vitest';
import { acquireInstanceLock } from '../../../src/store/instance-lock.ts';
import { codeThrownBy, temporaryFolder } from '../../unit/store/fixture.ts';

/** Another process that holds the lock of `dir`. */
async function holder(dir: string) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'holding-child.ts'), dir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await closed;
  });
  await once(child.stdout, 'data');
  return { child, closed };
}

it('a second process is kept out while the first lives and let in once it was killed', async () => {
  const dir = join(temporaryFolder(), 'data');
  const { child, closed } = await holder(dir);
  expect(codeThrownBy(() => acquireInstanceLock(dir))).toBe('data.inUse');
  child.kill('SIGKILL');
  await closed;
  acquireInstanceLock(dir).release();
});

it('a process that stands still keeps the lock', async () => {
  const dir = temporaryFolder();
  const { child } = await holder(dir);
  child.kill('SIGSTOP');
  expect(codeThrownBy(() => acquireInstanceLock(dir))).toBe('data.inUse');
});

it('a process that ends lets go', async () => {
  const dir = temporaryFolder();
  const { child, closed } = await holder(dir);
  child.stdin.end();
  await closed;
  acquireInstanceLock(dir).release();
});

it('the lock keeps out the same process too, until it is released', () => {
  const dir = temporaryFolder();
  const lock = acquireInstanceLock(dir);
  expect(codeThrownBy(() => acquireInstanceLock(dir))).toBe('data.inUse');
  lock.release();
  lock.release();
  acquireInstanceLock(dir).release();
});

it('different directories do not keep each other out', () => {
  const locks = [temporaryFolder(), temporaryFolder()].map((dir) => acquireInstanceLock(dir));
  expect(locks).toHaveLength(2);
  for (const lock of locks) lock.release();
});

it.skipIf(process.getuid?.() === 0)('a directory that cannot be written is a fault', () => {
  const dir = temporaryFolder();
  chmodSync(dir, 0o500);
  expect(codeThrownBy(() => acquireInstanceLock(dir))).toBe('store.failed');
});

it('a data directory below a file is a fault', () => {
  expect(codeThrownBy(() => acquireInstanceLock(join(import.meta.filename, 'data')))).toBe('store.failed');
});

it('keeps the lock although nobody refers to it any more and memory is collected', async () => {
  const dir = temporaryFolder();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  acquireInstanceLock(dir);
  // Finalisers run after the collection, between two turns of the event loop.
  for (let turn = 0; turn < 3; turn++) {
    await new Promise(setImmediate);
    collect();
  }
  await new Promise(setImmediate);
  expect(codeThrownBy(() => acquireInstanceLock(dir))).toBe('data.inUse');
});
