import { afterEach, describe, expect, test } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import type { GpioInput, GpioInputListener, GpioInputRequest, GpioPort } from '../../../src/hardware/gpio/port.ts';
import { openGpio } from '../../../src/hardware/gpio/open-gpio.ts';
import { SimulatedGpio } from '../../../src/hardware/gpio/simulated-gpio.ts';
import type { CardRead } from '../../../src/hardware/readers/card-read.ts';
import { createReaders, type Readers } from '../../../src/hardware/readers/create-readers.ts';
import type { ReaderReport } from '../../../src/hardware/readers/reader-report.ts';
import { encodeWiegand } from '../../../src/hardware/wiegand/encode.ts';
import type { Bit } from '../../../src/hardware/wiegand/format.ts';
import { Fault } from '../../../src/shared/fault.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { hasSocat, openPty } from '../../fakes/pty.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function open(readers: object, gpio: GpioPort = new SimulatedGpio()) {
  const cards: CardRead[] = [];
  const opened = createReaders(Config.parse({ readers }).readers, {
    gpio,
    onCard: (card) => cards.push(card),
    onIdentityCard: () => undefined,
    log: silentLog,
    clock: systemClock,
  });
  closers.push(() => opened.close());
  return { opened, cards };
}

function until(readers: Readers, holds: (reports: Readonly<Record<string, ReaderReport>>) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = new AbortController();
    const fail = (): void => reject(new Error(`not so in time: ${holds.toString()}: ${JSON.stringify(readers.reports())}`));
    const timer = setTimeout(fail, 20_000);
    const look = (): void => {
      if (!holds(readers.reports())) return;
      clearTimeout(timer);
      ended.abort();
      resolve();
    };
    readers.onChange(look, ended.signal);
    look();
  });
}

/** Two lines whose edges are told with times of the test's own: a busy machine must not stretch them. */
class ScriptedLines implements GpioPort {
  readonly requests: GpioInputRequest[] = [];
  #listener: GpioInputListener | null = null;
  #sequence = 0;
  #atNs = 5_000_000_000_000_000n;

  openInput(request: GpioInputRequest, listener: GpioInputListener): GpioInput {
    this.requests.push(request);
    this.#listener = listener;
    this.#sequence = 0;
    return { read: () => [false, false], close: () => (this.#listener = null) };
  }
  openOutput(): never {
    throw new Error('not asked for');
  }
  openWiegand(): never {
    throw new Error('not asked for');
  }

  /** A frame with 2 ms between its bits; `lost`: edges of it that the kernel had no room for. */
  frame(bits: readonly Bit[], lost = 0): void {
    this.#atNs += 1_000_000_000n;
    for (const [index, offset] of bits.entries()) {
      this.#atNs += 2_000_000n;
      this.#sequence += 1;
      if (index < lost) continue;
      this.#listener?.onEdge({ offset, isRising: true, atNs: this.#atNs, sequence: this.#sequence });
    }
  }
  lose(): void {
    this.#listener?.onLost(new Fault('gpio.lost', 'gone'));
  }
}

const wiegand = { card: { first: { driver: 'wiegand' } } };

describe('the configured readers', () => {
  test('are none by default', async () => {
    const { opened } = open({});
    expect(opened.reports()).toEqual({});
    await opened.close();
  });

  test('read Wiegand cards of both formats, and say what else came', async () => {
    const gpio = new ScriptedLines();
    const { opened, cards } = open(wiegand, gpio);
    gpio.frame(encodeWiegand(26, 0x12_34_56));
    await until(opened, ({ first }) => first?.reads === 1);
    gpio.frame(encodeWiegand(34, 0xcafe_babe).with(3, 1));
    gpio.frame(encodeWiegand(34, 0xcafe_babe).slice(1));
    gpio.frame(encodeWiegand(34, 0xcafe_babe));
    await until(opened, ({ first }) => first?.reads === 2);
    expect(opened.reports()['first']?.refused).toEqual({ parity: 1, missingBits: 1 });
    // What is left would be a frame of the other format, were it not for the numbers of the edges.
    gpio.frame([...encodeWiegand(34, 5).slice(0, 8), ...encodeWiegand(26, 9)], 8);
    await until(opened, ({ first }) => first?.refused['missingBits'] === 2);
    expect(gpio.requests).toMatchObject([{ offsets: [0, 1], isActiveLow: true, edges: 'rising', bias: 'pullUp' }]);
    expect(cards).toEqual([
      { reader: 'first', number: String(0x12_34_56), bits: 24 },
      { reader: 'first', number: String(0xcafe_babe), bits: 32 },
    ]);
  });

  test('listen again when an expander was pulled out and is back', async () => {
    const gpio = new ScriptedLines();
    const { opened } = open(wiegand, gpio);
    await until(opened, ({ first }) => first?.state === 'silent');
    gpio.lose();
    await until(opened, ({ first }) => first?.state === 'notAnswering' && first.lastFault === 'gpio.lost');
    await until(opened, ({ first }) => first?.state === 'silent' && first.connections === 2);
    gpio.frame(encodeWiegand(26, 7));
    await until(opened, ({ first }) => first?.reads === 1);
  });

  test('name the addon that is missing', async () => {
    const { opened } = open(wiegand, openGpio('/nonexistent', silentLog));
    await until(opened, ({ first }) => first?.state === 'notAnswering' && first.lastFault === 'gpio.openFailed');
  });

  test.skipIf(!hasSocat)('hand on each read of a card, whichever reader it is held to', async () => {
    const [left, right] = [await openPty(() => undefined), await openPty(() => undefined)];
    closers.push(left.close, right.close);
    const slot = (port: string) => ({ driver: 'serial', port, format: 'line-decimal', digits: 10 });
    const { opened, cards } = open({ card: { first: slot(left.port), second: slot(right.port) } });
    await until(opened, ({ first, second }) => first?.state === 'silent' && second?.state === 'silent');
    for (const line of [left, right]) line.far.outgoing.write('\r\n0012345678\r\n0012345678\r\n');
    await until(opened, ({ first, second }) => first?.reads === 2 && second?.reads === 2);
    left.far.outgoing.write('0012345679\r\n');
    await until(opened, ({ first }) => first?.reads === 3);
    expect(cards.map(({ number }) => number).toSorted()).toEqual([...Array<string>(4).fill('12345678'), '12345679']);
  });
});
