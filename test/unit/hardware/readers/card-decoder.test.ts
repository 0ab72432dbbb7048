import { describe, expect, test } from 'vitest';
import { CardDecoder, type CardFrame } from '../../../../src/hardware/readers/card-decoder.ts';
import { cardProfiles, type CardFormat, type CardProfile } from '../../../../src/hardware/readers/card-format.ts';
import { seeded } from '../../../fakes/seeded.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const ascii = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const join = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

/** Frames as vendors print them; `bad` has a wrong check, or what comes nearest to it. */
const samples: readonly {
  readonly profile: CardProfile;
  readonly good: Uint8Array;
  readonly number: bigint;
  readonly other: Uint8Array;
  readonly otherNumber: bigint;
  readonly bad: Uint8Array;
  readonly reason: string;
  readonly noise: Uint8Array;
}[] = [
  {
    profile: 'stx-binary', // from the description of a USB reader, and of the module 7941E
    good: hex('02 0A 02 06 00 8E 6D 5D B0 03'),
    number: 0x06_00_8e_6d_5dn,
    other: hex('02 0A 02 2E 00 B6 D7 B5 F2 03'),
    otherNumber: 0x2e_00_b6_d7_b5n,
    bad: hex('02 0A 02 06 00 8E 6D 5C B0 03'),
    reason: 'checksum',
    noise: hex('FF 02 00 02 FE 03 02'),
  },
  {
    profile: 'stx-hex', // check worked out by hand: 30 ^ 7E ^ 4D ^ E5 ^ C2 = 24
    good: join(hex('02'), ascii('307E4DE5C224'), hex('03')),
    number: 0x30_7e_4d_e5_c2n,
    other: join(hex('02'), ascii('4500c5d1e9b8'), hex('03')),
    otherNumber: 0x45_00_c5_d1_e9n,
    bad: join(hex('02'), ascii('307E4DE5C225'), hex('03')),
    reason: 'checksum',
    noise: hex('03 02 31 FF 02 02'),
  },
  {
    profile: 'line-decimal',
    good: ascii('0009334109\r\n'),
    number: 9_334_109n,
    other: ascii('12345678\n'),
    otherNumber: 12_345_678n,
    bad: ascii('00x9334109\r\n'),
    reason: 'digits',
    noise: ascii('\u00ff\u0000\r\n'),
  },
  {
    profile: 'line-hex',
    good: ascii('008E6D5D\r'),
    number: 0x8e_6d_5dn,
    other: ascii('00b6d7b5\r\n'),
    otherNumber: 0xb6_d7_b5n,
    bad: ascii('008G6D5D\r'),
    reason: 'digits',
    noise: ascii('\u0007\n'),
  },
];

const card = (number: bigint): CardFrame => ({ kind: 'card', number });
const cardsOf = (frames: readonly CardFrame[]): bigint[] =>
  frames.flatMap((frame) => (frame.kind === 'card' ? [frame.number] : []));

/** Of a line that was opened while the reader said nothing. */
const quietDecoder = (format: CardFormat): CardDecoder => {
  const taken = new CardDecoder(format);
  expect(taken.isWaiting).toBe(true);
  taken.settle();
  expect(taken.isWaiting).toBe(false);
  return taken;
};

describe.each(samples)('a reader of the kind $profile', ({ profile, good, number, other, otherNumber, bad, reason, noise }) => {
  const decoder = (): CardDecoder => quietDecoder(cardProfiles[profile]);

  test('is understood in two chunks, wherever they are cut', () => {
    for (let cut = 1; cut < good.length; cut += 1) {
      const taken = decoder();
      expect([...taken.push(good.subarray(0, cut)), ...taken.push(good.subarray(cut))]).toEqual([card(number)]);
    }
  });

  test('is understood with two cards in one chunk', () => {
    expect(decoder().push(join(good, other))).toEqual([card(number), card(otherNumber)]);
  });

  test('is understood after noise', () => {
    const taken = decoder();
    expect(cardsOf([...taken.push(join(noise, good))])).toEqual([number]);
  });

  test('is not believed with a bad frame, and is with the good one behind it', () => {
    const frames = decoder().push(join(bad, good));
    expect(cardsOf(frames)).toEqual([number]);
    expect(frames.filter((frame) => frame.kind === 'refused')).toEqual([{ kind: 'refused', reason }]);
  });

  test('is understood again once the beginning of a frame was given up', () => {
    const taken = decoder();
    taken.push(good.subarray(0, 4));
    expect(taken.settle()).toEqual([]);
    const line = profile.startsWith('line') ? ascii('\r\n') : new Uint8Array(0);
    expect(cardsOf(taken.push(join(line, good)))).toEqual([number]);
  });

  test('cannot make the decoder keep an endless stream', () => {
    const taken = decoder();
    for (let round = 0; round < 64; round += 1) taken.push(new Uint8Array(4096).fill(0x32));
    for (let round = 0; round < 64; round += 1) taken.push(new Uint8Array(4096).fill(0x02));
    taken.settle();
    expect(taken.discardedBytes).toBeGreaterThan(64 * 4096);
    expect(taken.isWaiting).toBe(false);
    expect(cardsOf(taken.push(join(ascii('\r\n'), good)))).toEqual([number]);
  });

  test('in 500 seeded streams, is read exactly as often as it spoke, however the bytes are cut', () => {
    const random = seeded(good.length);
    for (let round = 0; round < 500; round += 1) {
      const cards = Array.from({ length: Math.floor(random() * 4) }, () => (random() < 0.5 ? number : otherNumber));
      const stream = join(...cards.flatMap((spoken) => [random() < 0.5 ? noise : hex(''), spoken === number ? good : other]));
      const taken = decoder();
      const read: bigint[] = [];
      for (let at = 0; at < stream.length;) {
        const end = at + 1 + Math.floor(random() * 7);
        read.push(...cardsOf(taken.push(stream.subarray(at, end))));
        at = end;
      }
      expect(read).toEqual(cards);
    }
  });
});

describe('a line of digits', () => {
  const decoder = (format: Partial<Extract<CardFormat, { kind: 'line' }>> = {}): CardDecoder =>
    quietDecoder({ kind: 'line', base: 10, digits: null, ...format });

  test.each([
    ['decimal', 10, '5678\r\n', 12_345_678n],
    ['hexadecimal', 16, 'ef12\r\n', 0x12_34_56_78n],
  ] as const)('%s whose beginning was lost because the line was opened in its middle is no number', (_, base, tail, next) => {
    const taken = new CardDecoder({ kind: 'line', base, digits: null });
    expect(taken.push(ascii(tail))).toEqual([]);
    expect(taken.push(ascii('12345678\r\n'))).toEqual([card(next)]);
  });

  test.each(['ABCD', 'ABCDEF', '00ab'])(
    'of hexadecimal digits whose beginning %s was lost in a silence is not taken for another',
    (lost) => {
      const taken = decoder({ base: 16 });
      taken.push(ascii(lost));
      taken.settle();
      expect(taken.push(ascii('EF12\r\n12345678\r\n'))).toEqual([card(0x12_34_56_78n)]);
    },
  );

  test('whose beginning was lost in a silence is not taken for a shorter number', () => {
    const taken = decoder();
    taken.push(ascii('0009'));
    taken.settle();
    expect(taken.push(ascii('334109\r\n12345678\r\n'))).toEqual([card(12_345_678n)]);
  });

  test('that is too long is refused once, and its end is not taken for a number', () => {
    expect(decoder().push(ascii(`${'9'.repeat(60)}\r\n12345678\r\n`))).toEqual([
      { kind: 'refused', reason: 'tooLong' },
      card(12_345_678n),
    ]);
  });

  test.each(['123\n', '123456789012345678901\n', '12 34567\n', '-1234567\n'])('is refused when it is %j', (text) => {
    expect(decoder().push(ascii(text))).toEqual([{ kind: 'refused', reason: 'digits' }]);
  });

  test('must have as many digits as the configuration says', () => {
    const taken = decoder({ digits: 10 });
    expect(taken.push(ascii('12345678\n0012345678\n'))).toEqual([{ kind: 'refused', reason: 'digits' }, card(12_345_678n)]);
  });

  test('of zeros is no card', () => {
    expect(decoder().push(ascii('0000000000\r\n'))).toEqual([{ kind: 'refused', reason: 'zero' }]);
  });
});

test('a number may be sent with its lowest byte first, in a frame of fixed length without a check', () => {
  const format: CardFormat = {
    kind: 'binary',
    start: 'aa55',
    end: '0d',
    frameBytes: 7,
    headBytes: 0,
    check: 'none',
    order: 'little',
  };
  expect(new CardDecoder(format).push(hex('AA 55 5D 6D 8E 00 0D'))).toEqual([card(0x8e_6d_5dn)]);
});
