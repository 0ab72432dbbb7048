/**
 * Fuzzes every parser of readers and of turnstiles' replies: true frames with bytes turned, cut out, doubled and mixed with noise, cut into chunks at
 * random. Whatever comes, a parser must not throw and must not keep more than a frame, and after a silence the next true frame
 * must be read. Long form: `npm run fuzz-readers -- [COUNT [SEED]]`
 */
import { PatternDecoder } from '../../../src/hardware/command-frames/pattern-decoder.ts';
import { parsePattern } from '../../../src/hardware/command-frames/hex-pattern.ts';
import { decodeCardText } from '../../../src/hardware/identity-card/card-text.ts';
import { SamDecoder } from '../../../src/hardware/identity-card/sam-frame.ts';
import { ReplyDecoder } from '../../../src/hardware/modbus/reply-decoder.ts';
import { parsePassCode } from '../../../src/hardware/qr/pass-code.ts';
import { CardDecoder } from '../../../src/hardware/readers/card-decoder.ts';
import { cardProfiles } from '../../../src/hardware/readers/card-format.ts';
import { EdgeDecoder } from '../../../src/hardware/wiegand/edge-decoder.ts';
import { encodeWiegand } from '../../../src/hardware/wiegand/encode.ts';
import { seeded } from '../../fakes/seeded.ts';
import { readToolNumbers } from '../../tools/tool-words.ts';

type Random = () => number;

/** A parser under test: `feed` takes chunks; `revive` lets a silence pass, gives a true frame and says whether it was read. */
interface Subject {
  readonly name: string;
  readonly frame: Uint8Array;
  readonly make: () => { readonly feed: (chunk: Uint8Array) => void; readonly revive: () => boolean };
}

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const line = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text));

const cards = (
  [
    ['stx-binary', hex('02 0A 02 06 00 8E 6D 5D B0 03'), ''],
    ['stx-hex', hex('02 33 30 37 45 34 44 45 35 43 32 32 34 03'), ''],
    ['line-decimal', line('0009334109\r\n'), '\r\n'],
    ['line-hex', line('008E6D5D\r\n'), '\r\n'],
  ] as const
).map(([name, frame, lineEnd]): Subject => ({
  name,
  frame,
  make: () => {
    const decoder = new CardDecoder(cardProfiles[name]);
    decoder.settle();
    return {
      feed: (chunk) => void decoder.push(chunk),
      revive: () => {
        decoder.settle();
        const frames = decoder.push(Buffer.concat([line(lineEnd), frame]));
        return frames.filter(({ kind }) => kind === 'card').length === 1 && decoder.settle().length === 0;
      },
    };
  },
}));

const samFrame = hex('AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C');
const sam: Subject = {
  name: 'security module',
  frame: samFrame,
  make: () => {
    const decoder = new SamDecoder();
    return {
      feed: (chunk) => void decoder.push(chunk),
      revive: () => {
        decoder.drop();
        return decoder.push(samFrame).length === 1;
      },
    };
  },
};

const bits = encodeWiegand(34, 0xcafe_babe);
const wiegand: Subject = {
  name: 'Wiegand edges',
  frame: Uint8Array.from(bits),
  make: () => {
    const decoder = new EdgeDecoder();
    let atUs = 0;
    const feed = (chunk: Uint8Array): void => {
      // A byte's lowest bit is the line, the others say how long after the last edge it came: 0 to 31 ms.
      for (const byte of chunk) {
        atUs += byte < 2 ? 2_000 : (byte >> 3) * 1_000;
        decoder.push({ line: (byte & 1) === 1 ? 1 : 0, atUs }, byte === 0xff);
      }
    };
    return {
      feed,
      revive: () => {
        decoder.expire(Number.MAX_SAFE_INTEGER);
        feed(Uint8Array.from(bits));
        const reading = decoder.expire(Number.MAX_SAFE_INTEGER);
        return reading?.kind === 'card' && reading.number === 0xcafe_babe;
      },
    };
  },
};

const pattern: Subject = {
  name: 'reply pattern',
  frame: hex('AA 01 10 20 55'),
  make: () => untilFound(new PatternDecoder(parsePattern('AA01????55')), hex('AA 01 10 20 55')),
};

// Replies as printed in the Modbus specification (6.2, 6.6, 6.12), and one register read as makers of boards print it.
const replies = (
  [
    ['inputs', { kind: 'readInputs', unit: 0x11, address: 0xc4, count: 22 }, '11 02 03 AC DB 35 20 18'],
    ['register', { kind: 'readRegister', unit: 1, address: 0 }, '01 03 02 00 01 79 84'],
    ['written register', { kind: 'writeRegister', unit: 0x11, address: 1, value: 3 }, '11 06 00 01 00 03 9A 9B'],
    ['written registers', { kind: 'writeRegisters', unit: 0x11, address: 1, values: [10, 258] }, '11 10 00 01 00 02 12 98'],
  ] as const
).map(([name, request, reply]): Subject => ({
  name: `Modbus: ${name}`,
  frame: hex(reply),
  make: () => untilFound(new ReplyDecoder(request), hex(reply)),
}));

/** A decoder that looks for one thing: it is found in the noise, or at once when it comes whole. */
function untilFound(decoder: { push(chunk: Uint8Array): unknown }, frame: Uint8Array) {
  let isFound = false;
  const feed = (chunk: Uint8Array): void => {
    isFound ||= decoder.push(chunk) !== null;
  };
  return {
    feed,
    revive: () => {
      feed(frame);
      return isFound;
    },
  };
}

const subjects = [...cards, sam, wiegand, pattern, ...replies];

function mutated(frame: Uint8Array, random: Random): Uint8Array {
  const bytes = [...frame];
  const below = (most: number): number => Math.floor(random() * most);
  for (let times = below(4); times > 0; times -= 1) {
    const at = below(bytes.length);
    const kind = below(4);
    if (kind === 0) bytes[at] = below(256);
    else if (kind === 1) bytes.splice(at, 1 + below(3));
    else if (kind === 2) bytes.splice(at, 0, ...bytes.slice(at, at + 1 + below(4)));
    else bytes.splice(at, 0, ...Array.from({ length: below(8) }, () => below(256)));
  }
  return Uint8Array.from(bytes);
}

function runOnce({ name, frame, make }: Subject, random: Random): void {
  const parts = Array.from({ length: 1 + Math.floor(random() * 4) }, () => mutated(frame, random));
  const stream = Uint8Array.from(Buffer.concat(parts));
  const { feed, revive } = make();
  for (let at = 0; at < stream.length;) {
    const end = at + 1 + Math.floor(random() * 12);
    feed(stream.subarray(at, end));
    at = end;
  }
  if (!revive()) throw new Error(`${name}: a true frame was not read after ${Buffer.from(stream).toString('hex')}`);
}

/** Texts and cards: whatever the bytes are, an answer, and never an exception. */
function runTexts(random: Random): void {
  decodeCardText(Uint8Array.from({ length: 256 }, () => Math.floor(random() * 256)));
  const characters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
  const length = Math.floor(random() * 300);
  parsePassCode(`SG1:${Array.from({ length }, () => characters.charAt(Math.floor(random() * 45))).join('')}`);
}

/** Throws at the first stream that a parser does not survive. Answers how many streams there were. */
export function fuzzReaders(count: number, seed: number): number {
  const random = seeded(seed);
  for (let round = 0; round < count; round += 1) {
    for (const subject of subjects) runOnce(subject, random);
    runTexts(random);
  }
  return count * (subjects.length + 2);
}

if (process.argv[1] === import.meta.filename) {
  const { count, seed } = readToolNumbers('npm run fuzz-readers', { count: 200_000, seed: 20_261_128 });
  const beganMs = performance.now();
  const streams = fuzzReaders(count, seed);
  process.stdout.write(
    `${String(streams)} streams survived, seed ${String(seed)}, ${((performance.now() - beganMs) / 1_000).toFixed(1)} s\n`,
  );
}
