import { expect, it } from 'vitest';
import { LineCounters } from '../../../src/hardware/modbus/line-counters.ts';
import { ReaderTally } from '../../../src/hardware/readers/reader-report.ts';
import { DeviceLine } from '../../../src/shared/device-view.ts';
import { deviceLines } from '../../../src/terminal/device-lines.ts';

const turnstile = { state: () => ({ state: 'notConfigured', detail: null }) as const, diagnostics: () => null };

it('a reader is shown with its contact, its counts and each kind of error, the most frequent first', () => {
  const tally = new ReaderTally('serial', '/dev/ttyUSB0', () => 5_000);
  tally.connected();
  tally.heard(null, 0);
  tally.read();
  tally.refused('checksum');
  tally.refused('length');
  tally.refused('length');
  const lines = deviceLines({ turnstile, readers: () => ({ second: tally.report() }), inputs: () => [] });
  expect(lines.map((line) => DeviceLine.parse(line))).toEqual([
    {
      name: 'turnstile',
      state: 'notConfigured',
      place: '',
      lastContactMs: null,
      counts: [],
      errors: [],
      lastHex: [],
      lastFault: null,
    },
    {
      name: 'second',
      state: 'ok',
      place: '/dev/ttyUSB0',
      lastContactMs: 5_000,
      counts: [
        { what: 'reads', count: 1 },
        { what: 'connections', count: 1 },
        { what: 'errors', count: 3 },
      ],
      errors: [
        { code: 'length', count: 2 },
        { code: 'checksum', count: 1 },
      ],
      lastHex: [],
      lastFault: null,
    },
  ]);
});

it('an input that cannot be read is not shown as inactive', () => {
  const lost = {
    name: 'door',
    place: 'gpiochip0 17',
    isActive: null,
    changes: 3,
    losses: 1,
    lastContactMs: 1,
    lastFault: 'gpio.openFailed',
  } as const;
  const [, line] = deviceLines({ turnstile, readers: () => ({}), inputs: () => [lost] });
  expect(line).toMatchObject({ name: 'door', state: 'notAnswering', lastFault: 'gpio.openFailed' });
});

it('a turnstile says when its board answered last', () => {
  const counters = new LineCounters();
  counters.answered({ kind: 'written' }, { roundTripMs: 3, atMs: 7_000 });
  const seen = { ...counters.report(), port: 'p', unit: 1, coil: 0, connections: 1, misses: 0 };
  const openings = { opened: 0, notAnswering: 0, unknown: 0 };
  const board = { state: () => ({ state: 'ok', detail: null }) as const, diagnostics: () => ({ ...seen, openings }) };
  expect(deviceLines({ turnstile: board, readers: () => ({}), inputs: () => [] })[0]).toMatchObject({ lastContactMs: 7_000 });
});
