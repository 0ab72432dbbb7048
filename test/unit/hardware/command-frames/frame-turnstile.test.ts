import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Config } from '../../../../src/config/schema.ts';
import type { HoldReason } from '../../../../src/gate/ports.ts';
import { FrameTurnstile } from '../../../../src/hardware/command-frames/frame-turnstile.ts';
import { systemClock } from '../../../../src/shared/clock.ts';
import { silentLog } from '../../../../src/shared/log.ts';

/** A controller that answers only when told to, at the far end of a line in memory. */
class Controller {
  readonly taken: string[] = [];
  isThere = true;
  #hangUp: () => void = () => undefined;
  #incoming: Readable | null = null;

  openLink = () => {
    if (!this.isThere) return Promise.reject(new Error('no such port'));
    const incoming = new Readable({ read: () => undefined });
    const close = (): void => void incoming.push(null);
    this.#hangUp = close;
    this.#incoming = incoming;
    const send = (bytes: Uint8Array): Promise<void> => {
      this.taken.push(Buffer.from(bytes).toString('hex'));
      return Promise.resolve();
    };
    return Promise.resolve({ incoming, send, close: () => Promise.resolve(close()) });
  };

  reply(): void {
    this.#incoming?.push(Uint8Array.of(0x06));
  }

  unplug(): void {
    this.isThere = false;
    this.#hangUp();
  }
}

let controller: Controller;
let turnstile: FrameTurnstile;
const start = (hold: HoldReason | null = null, reply = ''): void => {
  const frames = { open: '01', hold: '02', close: '03', reply };
  const config = Config.parse({ turnstile: { driver: 'command-frames', port: '/dev/x', pulseMs: 100, frames } }).turnstile;
  const { openLink } = controller;
  const isPresent = (): boolean => controller.isThere;
  turnstile = new FrameTurnstile({ turnstile: config, openLink, log: silentLog, clock: systemClock, isPresent, hold });
};
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
beforeEach(() => {
  vi.useFakeTimers();
  controller = new Controller();
});
afterEach(async () => {
  const closing = turnstile.close();
  await pass(5_000);
  await closing;
  vi.useRealTimers();
});

describe('a gate that is kept open by plain frames', () => {
  test('is told so again and again: a controller that lost its power has forgotten it', async () => {
    start();
    await pass(300);
    turnstile.hold('release');
    await pass(300);
    controller.taken.length = 0;
    await pass(10_000);
    expect(controller.taken).toEqual(['02', '02', '02']);
    turnstile.hold(null);
    await pass(10_000);
    expect(controller.taken.slice(3)).toEqual(['03']);
  });

  test('still opens at once in between, and stays open afterwards', async () => {
    start();
    await pass(300);
    turnstile.hold('open');
    await pass(1_000);
    controller.taken.length = 0;
    expect(await turnstile.open()).toBe('opened');
    await pass(1_000);
    expect(controller.taken).toEqual(['01', '02']);
  });

  test('is not taken for shut by the late reply to the order that kept it open', async () => {
    start(null, '06');
    await pass(50);
    controller.reply();
    await pass(500);
    turnstile.hold('open');
    await pass(400);
    controller.taken.length = 0;
    turnstile.hold(null);
    await pass(100);
    expect(controller.taken).toEqual(['03']);
    controller.reply();
    await pass(600);
    expect(controller.taken).toEqual(['03', '03']);
  });

  test('is kept open first thing when the line comes back, and from a start that finds it so', async () => {
    start('release');
    await pass(300);
    expect(controller.taken).toEqual(['02']);
    controller.unplug();
    await pass(1_000);
    expect(turnstile.state().state).toBe('notAnswering');
    controller.taken.length = 0;
    controller.isThere = true;
    await pass(3_000);
    expect(controller.taken[0]).toBe('02');
    expect(controller.taken).not.toContain('03');
  });
});
