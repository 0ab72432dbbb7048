import { describe, expect, test } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { boardOrders, pulseLengthMs } from '../../../src/hardware/modbus/board-orders.ts';
import { boards } from '../../../src/hardware/modbus/boards/boards.ts';
import { encodeRequest, toHex } from '../../../src/hardware/modbus/frame.ts';
import { ReplyDecoder } from '../../../src/hardware/modbus/reply-decoder.ts';

const settings = (turnstile: Record<string, unknown>) =>
  Config.parse({ turnstile: { driver: 'modbus-rtu', ...turnstile } }).turnstile;
const hex = (turnstile: Record<string, unknown>) => {
  const { on, off, pulse, read } = boardOrders(settings(turnstile));
  return { on, off, pulse, read, said: [on, off, pulse, read].map((request) => toHex(encodeRequest(request))) };
};
const reply = (request: Parameters<typeof encodeRequest>[0], bytes: string) =>
  new ReplyDecoder(request).push(Uint8Array.from(Buffer.from(bytes.replaceAll(' ', ''), 'hex')));

describe('the orders for a board', () => {
  test('Waveshare: relay 0 on, off, 700 ms, read, as printed in its protocol', () => {
    expect(hex({ board: 'waveshare', pulse: 'flash-on', pulseMs: 700 }).said).toEqual([
      '01050000ff008c3a',
      '010500000000cdca',
      '0105020000078db0',
      '010100000001fdca',
    ]);
  });

  // Unit 254 answers on every board of the kind; frames as printed in the manual.
  test.each([
    [0, 'fe10000300020400040a'.replace('040a', '04000a416b')],
    [1, 'fe1000080002040004000a00d8'],
    [3, 'fe1000120002040004000a81ab'],
  ])('聚英 DAM: relay %i for one second, as printed', (coil, printed) => {
    // The manual's unit 254 lies outside of what a configuration may hold.
    const { pulse } = boardOrders({ ...settings({ board: 'juying-dam', pulse: 'flash-on', pulseMs: 1_000, coil }), unit: 254 });
    expect(toHex(encodeRequest(pulse))).toBe(printed);
  });

  test('聚英 DAM: its confirmation of a timed pulse is address and number, not an echo', () => {
    const { pulse } = boardOrders({ ...settings({ board: 'juying-dam', pulse: 'flash-on' }), unit: 254 });
    expect(reply(pulse, 'FE 10 00 03 00 02 A5 C7')).toEqual({ kind: 'written' });
    expect(reply(pulse, toHex(encodeRequest(pulse)))).toBeNull();
  });

  test('eletechsup R4: relay 1 on, off, delay of 3 s and reading, as printed', () => {
    const { said } = hex({ board: 'eletechsup-r4', pulse: 'flash-on', pulseMs: 3_000 });
    expect(said).toEqual(['010600010100d99a', '010600010200d96a', '0106000106039bab', '010300010001d5ca']);
  });

  test('eletechsup R4: 1 in the register is on, 0 is off, and an order is no reading', () => {
    const orders = boardOrders(settings({ board: 'eletechsup-r4' }));
    const states = ['01 03 02 00 01 79 84', '01 03 02 00 00 B8 44'].map((bytes) => {
      const read = reply(orders.read, bytes);
      return read === null ? null : orders.isOn(read);
    });
    expect(states).toEqual([true, false]);
    expect(orders.isOn({ kind: 'written' })).toBeNull();
  });

  test('a register board writes the configured values', () => {
    const { on, off, pulse } = boardOrders(settings({ board: 'register', coil: 0x12, onValue: 0x55, offValue: 2 }));
    expect([on, off]).toEqual([
      { kind: 'writeRegister', unit: 1, address: 0x12, value: 0x55 },
      { kind: 'writeRegister', unit: 1, address: 0x12, value: 2 },
    ]);
    expect(pulse).toEqual(on);
  });

  test.each([
    ['waveshare', 50, 100],
    ['waveshare', 149, 100],
    ['waveshare', 10_000, 10_000],
    ['eletechsup-r4', 500, 1_000],
    ['juying-dam', 250, 300],
  ])("%s: a pulse of %i ms by the board's own timer lasts %i ms", (board, pulseMs, lastsMs) => {
    expect(pulseLengthMs(settings({ board, pulseMs, pulse: 'flash-on' }))).toBe(lastsMs);
    expect(pulseLengthMs(settings({ board, pulseMs }))).toBe(pulseMs);
  });

  test.each([
    [{ pulse: 'flash-on', coil: 256 }, 'coil'],
    [{ board: 'eletechsup-r4', coil: 32 }, 'coil'],
    [{ board: 'register', pulse: 'flash-on' }, 'pulse'],
  ])('%j is a coded fault that names the key', (turnstile, key) => {
    expect(() => boardOrders(settings(turnstile))).toThrow(
      expect.objectContaining({ code: 'config.invalid', message: expect.stringContaining(`turnstile.${key}`) }),
    );
  });

  test('every profile cites its manual', () => {
    expect(Object.values(boards).filter(({ manual, board }) => manual.length < 30 || board === '')).toEqual([]);
  });
});

describe('the reply to a read of inputs', () => {
  const request = { kind: 'readInputs', unit: 1, address: 0, count: 10 } as const;
  // MODBUS Application Protocol V1.1b3, 6.2: the first input is the lowest bit.
  test('has the first input in the lowest bit and goes on in the next byte', () => {
    expect(reply(request, '01 02 02 05 02 3B 29')).toEqual({
      kind: 'inputs',
      areActive: [true, false, true, false, false, false, false, false, false, true],
    });
  });

  test('is not taken where its length is another', () => {
    expect(reply(request, '01 02 01 05 61 8B')).toBeNull();
  });
});
