import { describe, expect, test } from 'vitest';
import type { WiegandReading } from '../../../../src/hardware/wiegand/decode.ts';
import { EdgeDecoder, type WiegandEdge } from '../../../../src/hardware/wiegand/edge-decoder.ts';
import { encodeWiegand } from '../../../../src/hardware/wiegand/encode.ts';
import type { Bit } from '../../../../src/hardware/wiegand/format.ts';
import { seeded } from '../../../fakes/seeded.ts';

const edgesOf = (frame: readonly Bit[], fromUs = 0, spacingUs = 2_000): WiegandEdge[] =>
  frame.map((line, index) => ({ line, atUs: fromUs + index * spacingUs }));

/** All readings of these edges, and of the silence behind them. */
function readAll(edges: readonly WiegandEdge[], decoder = new EdgeDecoder()): WiegandReading[] {
  const readings = [...edges.map((edge) => decoder.push(edge)), decoder.expire(Number.MAX_SAFE_INTEGER)];
  return readings.filter((reading) => reading !== null);
}

const one = encodeWiegand(26, 0x123456);
const other = encodeWiegand(34, 0xcafe_babe);
const isOne = { kind: 'card', format: 26, number: 0x123456 };
const isOther = { kind: 'card', format: 34, number: 0xcafe_babe };

describe('the edge decoder', () => {
  test('reads a frame only when the silence behind it is long enough', () => {
    const decoder = new EdgeDecoder();
    for (const edge of edgesOf(one)) expect(decoder.push(edge)).toBeNull();
    expect(decoder.endsAtUs).toBe(25 * 2_000 + 25_000);
    expect(decoder.expire(25 * 2_000 + 24_999)).toBeNull();
    expect(decoder.expire(25 * 2_000 + 25_000)).toMatchObject(isOne);
    expect(decoder.endsAtUs).toBeNull();
    expect(decoder.expire(1e9)).toBeNull();
  });

  test('reads two frames, one after the other, without being asked in between', () => {
    expect(readAll([...edgesOf(one), ...edgesOf(other, 100_000)])).toMatchObject([isOne, isOther]);
  });

  test.each([200, 1_000, 2_000, 20_000])('reads a frame with %i µs between its bits', (spacingUs) => {
    expect(readAll(edgesOf(other, 5_000_000, spacingUs))).toMatchObject([isOther]);
  });

  test('refuses a stray pulse as noise and reads the frame behind it', () => {
    expect(readAll([{ line: 0, atUs: 0 }, ...edgesOf(one, 40_000)])).toMatchObject([
      { kind: 'refused', reason: 'noise', bits: 1 },
      isOne,
    ]);
  });

  test('refuses the frame that a stray pulse runs into, and reads the next', () => {
    const spoilt = [{ line: 1, atUs: 0 } as const, ...edgesOf(one, 3_000)];
    expect(readAll([...spoilt, ...edgesOf(one, 500_000)])).toMatchObject([
      { kind: 'refused', reason: 'missingBits', bits: 27 },
      isOne,
    ]);
  });

  test('refuses a frame with a turned bit and reads the good one behind it', () => {
    const turned = one.map((bit, index): Bit => (index === 7 ? (bit === 1 ? 0 : 1) : bit));
    expect(readAll([...edgesOf(turned), ...edgesOf(one, 500_000)])).toMatchObject([{ reason: 'parity', bits: 26 }, isOne]);
  });

  test('refuses a frame whose bits came on both lines at once, or bounced', () => {
    const bounced = edgesOf(one).flatMap((edge, index) => (index === 3 ? [edge, { ...edge, atUs: edge.atUs + 30 }] : [edge]));
    const crossed = [...edgesOf(one)].flatMap((edge, index) =>
      index === 3 ? [edge, { line: edge.line === 1 ? 0 : 1, atUs: edge.atUs } as const] : [edge],
    );
    for (const edges of [bounced, crossed]) {
      expect(readAll([...edges, ...edgesOf(one, 500_000)])).toMatchObject([{ reason: 'noise', bits: 27 }, isOne]);
    }
  });

  test('refuses the frame in which edges were lost, even if what is left would be one', () => {
    const decoder = new EdgeDecoder();
    for (const [index, edge] of edgesOf(one).entries()) decoder.push(edge, index === 9);
    expect(decoder.expire(1e9)).toEqual({ kind: 'refused', reason: 'missingBits', bits: 26 });
    expect(readAll(edgesOf(one, 2e9), decoder)).toMatchObject([isOne]);
  });

  test('refuses both frames between which edges were lost: they may have belonged to either', () => {
    const decoder = new EdgeDecoder();
    for (const edge of edgesOf(one)) decoder.push(edge);
    const second = edgesOf(one, 1e6).map((edge, index) => decoder.push(edge, index === 0));
    expect(second.filter((reading) => reading !== null)).toMatchObject([{ reason: 'missingBits' }]);
    expect(decoder.expire(1e9)).toMatchObject({ reason: 'missingBits' });
  });

  test('refuses an endless train of pulses without keeping it', () => {
    const endless = Array.from({ length: 5_000 }, (_, index): WiegandEdge => ({ line: 1, atUs: index * 2_000 }));
    expect(readAll([...endless, ...edgesOf(one, 1e9)])).toMatchObject([{ reason: 'tooManyBits', bits: 5_000 }, isOne]);
  });

  test('in 2,000 seeded frames with one disturbance each, never reads a number that was not sent', () => {
    const random = seeded(20_261_128);
    const reasons = new Set<string>();
    for (let round = 0; round < 2_000; round += 1) {
      const number = Math.floor(random() * 2 ** 24);
      const edges = edgesOf(encodeWiegand(26, number));
      const at = Math.floor(random() * edges.length);
      const kind = Math.floor(random() * 3);
      const disturbed =
        kind === 0
          ? edges.filter((_, index) => index !== at)
          : kind === 1
            ? edges.map((edge, index) => (index === at ? { ...edge, line: edge.line === 1 ? (0 as const) : (1 as const) } : edge))
            : [...edges, { line: random() < 0.5 ? (0 as const) : (1 as const), atUs: at * 2_000 + 900 }].sort(
                (a, b) => a.atUs - b.atUs,
              );
      const readings = readAll(disturbed);
      expect(readings).toHaveLength(1);
      for (const reading of readings) reasons.add(reading.kind === 'card' ? 'card' : reading.reason);
    }
    expect([...reasons].sort()).toEqual(['missingBits', 'parity']);
  });
});
