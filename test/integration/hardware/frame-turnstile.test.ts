import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { createTurnstile } from '../../../src/hardware/create-turnstile.ts';
import type { ObservableTurnstile } from '../../../src/hardware/diagnostics.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import {
  controllerFrames,
  hasFrameController,
  startFrameController,
  type FrameController,
} from '../../fakes/frame-controller.ts';
import { untilState } from './turnstile.contract.ts';

/** As much as the settings allow. */
const MOST_REPLY_MS = 2_000;

describe.skipIf(!hasFrameController)('the driver for plain frames, at an independent controller', () => {
  let controller: FrameController;
  let turnstile: ObservableTurnstile;
  const start = async (frames: Record<string, unknown> = {}, pulseMs = 100): Promise<void> => {
    // Who sees a reply fail to come waits for less; the controller is a program of its own.
    const all = { ...controllerFrames, replyMs: MOST_REPLY_MS, ...frames };
    const settings = { driver: 'command-frames', port: controller.port, pulseMs, frames: all };
    turnstile = createTurnstile(Config.parse({ turnstile: settings }).turnstile, { log: silentLog, clock: systemClock });
    await untilState(turnstile, 'ok');
  };
  const orders = (): readonly number[] => controller.frames.map(({ cmd }) => cmd).filter((cmd) => cmd !== 0x10);
  beforeEach(async () => void (controller = await startFrameController()));
  afterEach(async () => {
    await turnstile.close();
    await controller.close();
  });

  test('the gate is closed first thing, opened for a pulse, and closed again', async () => {
    await start();
    expect(await turnstile.open()).toBe('opened');
    await controller.until(() => orders().length === 3);
    expect(orders()).toEqual([2, 1, 2]);
    const [, opened, closed] = controller.frames.filter(({ cmd }) => cmd !== 0x10);
    expect((closed?.t ?? 0) - (opened?.t ?? 0)).toBeGreaterThan(0.095);
    expect(turnstile.diagnostics()).toMatchObject({ lastReplyHex: expect.stringMatching(/^aa55/), misses: 0 });
  });

  test('a controller that does not answer leaves the fate unknown, is closed at once, and is found again by itself', async () => {
    await start({ replyMs: 600 });
    await controller.until(() => orders().length === 1);
    controller.say('mute');
    expect(await turnstile.open()).toBe('unknown');
    await controller.until(() => orders().slice(0, 3).join() === '2,1,2');
    await untilState(turnstile, 'notAnswering');
    expect(turnstile.state().detail).toContain('relay.timeout');
    controller.say('speak');
    await untilState(turnstile, 'ok');
  });

  test('a reply that may belong to an earlier frame does not confirm an opening', async () => {
    await start({ replyMs: 600, poll: '', pollReply: '' });
    await controller.until(() => orders().length === 1);
    controller.say('mute');
    expect(await turnstile.open()).toBe('unknown');
    controller.say('speak');
    expect(await turnstile.open()).toBe('unknown');
  });

  test('without a reply to wait for, what left the terminal counts as opened', async () => {
    await start({ reply: '', poll: '', pollReply: '' });
    controller.say('mute');
    expect(await turnstile.open()).toBe('opened');
    await controller.until(() => orders().includes(1));
  });

  test('openings that come together are pulses of their own', async () => {
    await start();
    const outcomes = await Promise.all([turnstile.open(), turnstile.open()]);
    expect(outcomes).toEqual(['opened', 'opened']);
    await controller.until(() => orders().length === 5);
    expect(orders()).toEqual([2, 1, 2, 1, 2]);
  });

  test('a gate that is held open is closed when that ends, and when the program does', async () => {
    await start();
    turnstile.hold('open');
    await controller.until(() => orders().at(-1) === 3);
    turnstile.hold(null);
    await controller.until(() => orders().at(-1) === 2);
    turnstile.hold('open');
    await controller.until(() => orders().at(-1) === 3);
    await turnstile.close();
    await controller.until(() => orders().at(-1) === 2);
  });

  test('a release stays when the program ends', async () => {
    await start();
    turnstile.hold('release');
    await controller.until(() => orders().at(-1) === 3);
    await turnstile.close();
    expect(orders().at(-1)).toBe(3);
  });
});
