import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../../src/shared/fault.ts';
import { silentLog } from '../../../src/shared/log.ts';
import type { CommandHandlers } from '../../../src/terminal/commands.ts';
import { askRunning } from '../../../src/terminal/control-client.ts';
import { controlSocketPath, serveControl } from '../../../src/terminal/control-server.ts';

const unused = (): Promise<never> => Promise.reject(new Fault('internal.bug', 'not in this test'));
const handlers: CommandHandlers = {
  'people.add': ({ id, photo }) => Promise.resolve({ id, isReplaced: false, warnings: [String(photo.length)] }),
  'people.list': () => Promise.resolve({ people: [] }),
  'people.remove': ({ id }) => Promise.reject(new Fault('worker.unknown', `no worker has the id "${id}"`)),
  'punches.list': () => Promise.resolve({ punches: [] }),
  'cards.add': ({ id }) => Promise.resolve({ id, number: '1' }),
  'cards.remove': () => Promise.resolve({ id: 'x', number: '1' }),
  'cards.list': () => Promise.resolve({ cards: [] }),
  'punches.retry': () => Promise.resolve({ retried: 0 }),
  'refusals.list': () => Promise.resolve({ refusals: [] }),
  'settings.export': unused,
  'settings.import': unused,
  'platform.switch': () => Promise.resolve({ pending: null, isConfirmed: false }),
  'update.install': unused,
  'update.state': unused,
  'update.cancel': unused,
  'liveness.record': unused,
  'liveness.progress': unused,
  'liveness.list': unused,
  'liveness.judge': unused,
  'liveness.delete': unused,
  'liveness.setting': unused,
  status: () => Promise.reject(new TypeError('a bug')),
};

describe('the control socket', () => {
  let dir: string;
  let ending: AbortController;
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'control-'));
    ending = new AbortController();
    // What a killed terminal leaves behind.
    writeFileSync(controlSocketPath(dir), '');
    await serveControl(dir, handlers, silentLog, ending.signal);
  });
  afterEach(() => {
    ending.abort();
    rmSync(dir, { recursive: true });
  });

  it('is open to its owner only', () => {
    expect(statSync(controlSocketPath(dir)).mode & 0o777).toBe(0o600);
  });

  it('answers a command, a photograph of 5 MB included', async () => {
    const photo = 'A'.repeat(7_000_000);
    expect(await askRunning(dir, 'people.add', { id: 'w1', name: '李', photo })).toEqual({
      value: { id: 'w1', isReplaced: false, warnings: ['7000000'] },
    });
  });

  it('hands a fault over with its code', async () => {
    await expect(askRunning(dir, 'people.remove', { id: 'x' })).rejects.toMatchObject({ code: 'worker.unknown' });
  });

  it.each([
    ['an unknown command', 'people.erase', {}],
    ['a prototype member as a command', 'constructor', {}],
    ['wrong input', 'people.add', { id: 7 }],
    ['a handler with a bug', 'status', {}],
  ])('refuses %s with a code and stays up', async (_, name, input) => {
    await expect(askRunning(dir, name, input)).rejects.toMatchObject({ code: 'control.rejected' });
    expect(await askRunning(dir, 'people.list', {})).toEqual({ value: { people: [] } });
  });

  it('survives a line that is no JSON and a peer that leaves in the middle', async () => {
    const socket = connect(controlSocketPath(dir));
    const reply = await new Promise<string>((done) => {
      socket.once('data', (bytes) => done(bytes.toString()));
      socket.write('{"comm\n');
    });
    expect(JSON.parse(reply)).toMatchObject({ ok: false, code: 'control.rejected' });
    socket.write('{"command":"people.list"');
    socket.destroy();
    expect(await askRunning(dir, 'people.list', {})).toEqual({ value: { people: [] } });
  });

  it('survives a peer that leaves without reading what it asked for', async () => {
    // More answers than a socket's buffers hold: some stand unread when the peer goes.
    for (let peer = 0; peer < 5; peer++) {
      const socket = connect(controlSocketPath(dir));
      socket.on('error', () => undefined);
      await new Promise<void>((sent) => socket.write('{"command":"people.list","input":{}}\n'.repeat(20_000), () => sent()));
      socket.destroy();
      await new Promise(setImmediate);
    }
    expect(await askRunning(dir, 'people.list', {})).toEqual({ value: { people: [] } });
  });

  it('is gone after the end, and a stopped terminal is told from a running one', async () => {
    ending.abort();
    expect(await askRunning(dir, 'people.list', {})).toBeNull();
  });
});
