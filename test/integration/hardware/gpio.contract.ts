import { describe, expect, onTestFinished, test } from 'vitest';
import type {
  GpioEdge,
  GpioInputRequest,
  GpioOutputRequest,
  GpioPort,
  WiegandOutputRequest,
} from '../../../src/hardware/gpio/port.ts';
import { encodeWiegand } from '../../../src/hardware/wiegand/encode.ts';

/** A machine with one chip, `/dev/gpiochip0`, of 32 lines. */
export interface GpioBench {
  readonly port: GpioPort;
  /** Makes a line active, or inactive. */
  drive(offset: number, isActive: boolean): void;
  /** Whether a line is active that the program drives or drove. */
  isActive(offset: number): boolean;
  /** How often a line that the program holds was active. */
  activeTimes(offset: number): number;
  unplug(): void;
}

const input = (changes: Partial<GpioInputRequest> = {}): GpioInputRequest => ({
  chip: '/dev/gpiochip0',
  consumer: 'test',
  isActiveLow: false,
  bias: 'pullDown',
  offsets: [4],
  edges: 'both',
  debounceUs: 0,
  ...changes,
});

const output = (changes: Partial<GpioOutputRequest> = {}): GpioOutputRequest => ({
  chip: '/dev/gpiochip0',
  consumer: 'test',
  isActiveLow: false,
  bias: 'asIs',
  drive: 'pushPull',
  offset: 7,
  beginsActive: false,
  ...changes,
});

const wiegand: WiegandOutputRequest = {
  chip: '/dev/gpiochip0',
  consumer: 'test',
  isActiveLow: true,
  bias: 'asIs',
  drive: 'openDrain',
  d0: 20,
  d1: 21,
  pulseUs: 50,
  spacingUs: 2_000,
};

/** Opens an input and collects what it tells; closed with the test. */
function listen(port: GpioPort, request: GpioInputRequest) {
  const edges: GpioEdge[] = [];
  const losses: unknown[] = [];
  const watchers = new Set<() => void>();
  const tell = (): void => watchers.forEach((look) => look());
  const opened = port.openInput(request, {
    onEdge: (edge) => {
      edges.push(edge);
      tell();
    },
    onLost: (fault) => {
      losses.push(fault);
      tell();
    },
  });
  onTestFinished(() => opened.close());
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not so in time: ${holds.toString()}`)), 30_000);
      const look = (): void => {
        if (!holds()) return;
        clearTimeout(timer);
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
      look();
    });
  return { opened, edges, losses, until };
}

/** What every port of lines does, the simulated one and the addon's. */
export function gpioContract(name: string, make: () => GpioBench): void {
  describe(`the lines of ${name}`, () => {
    test('tell their edges in order, numbered, with times that do not run backwards', async () => {
      const bench = make();
      const { edges, until } = listen(bench.port, input({ offsets: [4, 5] }));
      for (let round = 0; round < 20; round += 1) {
        bench.drive(4, true);
        bench.drive(5, true);
        bench.drive(4, false);
        bench.drive(5, false);
      }
      await until(() => edges.length === 80);
      expect(edges.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 80 }, (_, index) => index + 1));
      expect(edges.slice(0, 4).map(({ offset, isRising }) => [offset, isRising])).toEqual([
        [4, true],
        [5, true],
        [4, false],
        [5, false],
      ]);
      expect(edges.every(({ atNs }, index) => index === 0 || atNs >= (edges[index - 1]?.atNs ?? 0n))).toBe(true);
    });

    test.each([
      ['rising', [true]],
      ['falling', [false]],
      ['both', [true, false]],
    ] as const)('tell %s edges only when asked for those', async (edges, expected) => {
      const bench = make();
      const asked = listen(bench.port, input({ edges }));
      const marker = listen(bench.port, input({ offsets: [9], edges: 'both' }));
      bench.drive(4, true);
      bench.drive(4, false);
      bench.drive(9, true);
      await marker.until(() => marker.edges.length === 1);
      await asked.until(() => asked.edges.length === expected.length);
      expect(asked.edges.map(({ isRising }) => isRising)).toEqual(expected);
    });

    test('are read as they stand', () => {
      const bench = make();
      const { opened } = listen(bench.port, input({ offsets: [4, 5, 6] }));
      bench.drive(5, true);
      expect(opened.read()).toEqual([false, true, false]);
    });

    test('tell nothing any more once they are closed, and can be had again', async () => {
      const bench = make();
      const first = listen(bench.port, input());
      first.opened.close();
      first.opened.close();
      const second = listen(bench.port, input());
      bench.drive(4, true);
      await second.until(() => second.edges.length === 1);
      expect(first.edges).toEqual([]);
    });

    test('can be held once', () => {
      const { port } = make();
      listen(port, input());
      expect(() => listen(port, input())).toThrow('[gpio.openFailed]');
    });

    test('that are not there cannot be had', () => {
      const { port } = make();
      expect(() => listen(port, input({ chip: '/dev/gpiochip9' }))).toThrow('[gpio.openFailed]');
      expect(() => listen(port, input({ offsets: [99] }))).toThrow('[gpio.openFailed]');
      expect(() => port.openOutput(output({ offset: 99 }))).toThrow('[gpio.openFailed]');
      expect(() => port.openWiegand({ ...wiegand, chip: '/dev/gpiochip9' })).toThrow('[gpio.openFailed]');
    });

    test('that are lost are told once, and cannot be used', async () => {
      const bench = make();
      const { losses, until } = listen(bench.port, input());
      bench.unplug();
      await until(() => losses.length === 1);
      expect(losses).toMatchObject([{ code: 'gpio.lost' }]);
    });

    test.each([true, false])('drive an output that begins and ends inactive (active low: %s)', (isActiveLow) => {
      const bench = make();
      const opened = bench.port.openOutput(output({ isActiveLow }));
      expect(bench.activeTimes(7)).toBe(0);
      opened.set(true);
      opened.set(false);
      opened.set(true);
      opened.close();
      opened.close();
      expect(bench.activeTimes(7)).toBe(2);
      expect(() => opened.set(true)).toThrow('[gpio.lost]');
    });

    test.each([true, false])(
      'drive an output that begins active, reads back, and stays so if asked (active low: %s)',
      (isActiveLow) => {
        const bench = make();
        const opened = bench.port.openOutput(output({ isActiveLow, beginsActive: true }));
        expect(opened.read()).toBe(true);
        opened.set(false);
        expect(opened.read()).toBe(false);
        opened.set(true);
        opened.close(true);
        expect(() => opened.read()).toThrow('[gpio.lost]');
        expect(bench.isActive(7)).toBe(true);
        bench.port.openOutput(output({ isActiveLow })).close();
        expect(bench.isActive(7)).toBe(false);
      },
    );

    test('send a Wiegand frame with one pulse for each bit, and frames in order', async () => {
      const { port } = make();
      const opened = port.openWiegand(wiegand);
      onTestFinished(() => opened.close());
      const sent = await Promise.all([26, 34].map((bits) => opened.send(encodeWiegand(bits === 26 ? 26 : 34, 0x12_34_56))));
      expect(sent.map(({ pulses }) => pulses)).toEqual([26, 34]);
      expect(sent.every(({ longestPulseUs }) => longestPulseUs >= 50)).toBe(true);
    });

    test('refuse to send, and are no longer there, once they are closed', async () => {
      const { port } = make();
      const opened = port.openWiegand(wiegand);
      opened.check();
      opened.close();
      opened.close();
      expect(() => opened.check()).toThrow('[gpio.lost]');
      await expect(opened.send([1, 0])).rejects.toMatchObject({ code: 'gpio.lost' });
      port.openWiegand(wiegand).close();
    });
  });
}
