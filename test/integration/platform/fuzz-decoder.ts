/**
 * Fuzzes the frame decoder and the reply codec: valid streams, mutated and cut at random borders. The oracle is protobufjs
 * `decodeDelimited` on the whole stream; both must find the same replies and stop, or go on waiting, at the same message.
 * Long form: `npm run fuzz -- [COUNT [SEED]]`
 */
import protobuf from 'protobufjs';
import { loadCodec, ownProtoFile, type WireReply } from '../../../src/platform/zhejiang/codec.ts';
import { FrameDecoder, mostFrameBytes } from '../../../src/platform/zhejiang/framing.ts';
import { readToolNumbers } from '../../tools/tool-words.ts';

type End = 'all' | 'waiting' | 'rejected';
interface Found {
  readonly replies: readonly WireReply[];
  readonly end: End;
}

const codec = loadCodec(ownProtoFile());
const type = new protobuf.Root().loadSync(ownProtoFile(), { keepCase: true }).lookupType('zhejiang.Reply');

/** What the terminal makes of the stream. */
function ours(stream: Uint8Array, cuts: readonly number[]): Found {
  const decoder = new FrameDecoder();
  const replies: WireReply[] = [];
  const borders = [0, ...cuts, stream.length];
  try {
    for (let n = 1; n < borders.length; n += 1) {
      for (const message of decoder.push(stream.subarray(borders[n - 1], borders[n]))) replies.push(codec.decodeReply(message));
    }
  } catch {
    return { replies, end: 'rejected' };
  }
  return { replies, end: decoder.pendingBytes > 0 ? 'waiting' : 'all' };
}

/**
 * What protobufjs makes of it. Two things it cannot say by itself: whether a stream that ends too early is wrong or only
 * not all there yet, and our caps (no message of 0 or over 4 MiB); its own reader says the length for both.
 */
function oracle(stream: Uint8Array): Found {
  const replies: WireReply[] = [];
  const reader = protobuf.Reader.create(stream);
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const length = lengthAt(stream, start);
    if (length === 'waiting' || length === 'rejected') return { replies, end: length };
    try {
      const plain = type.toObject(type.decodeDelimited(reader), { defaults: true });
      replies.push(plain as WireReply);
    } catch {
      return { replies, end: stream.length < length.end ? 'waiting' : 'rejected' };
    }
    if (reader.pos !== length.end) return { replies, end: 'rejected' };
  }
  return { replies, end: 'all' };
}

function lengthAt(stream: Uint8Array, start: number): 'waiting' | 'rejected' | { readonly end: number } {
  const isCutOff = stream.length - start < 5 && stream.subarray(start).every((byte) => byte >= 0x80);
  if (isCutOff) return 'waiting';
  const reader = protobuf.Reader.create(stream.subarray(start, start + 5));
  try {
    const length = reader.size();
    return length === 0 || length > mostFrameBytes ? 'rejected' : { end: start + reader.pos + length };
  } catch {
    return 'rejected';
  }
}

/** Small, seeded, and the same everywhere (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const texts = [
  '',
  'v1.0.0',
  'C_AUTH',
  'C_SIGN_IN',
  '{"taskids":["6543831380287827968"]}',
  '{errorcode:"400_04"}',
  '单雄信',
  'x'.repeat(130),
  '\u0000',
];

function validStream(random: () => number): Uint8Array {
  const pick = () => texts[Math.floor(random() * texts.length)] ?? '';
  const messages = Array.from({ length: 1 + Math.floor(random() * 4) }, () => {
    const fields = { version: pick(), success: random() < 0.5, apicode: pick(), error: pick(), response: pick() };
    return type.encodeDelimited(type.create(fields)).finish();
  });
  return Buffer.concat(messages);
}

const nasty = [0x00, 0x01, 0x07, 0x0a, 0x7f, 0x80, 0xac, 0xff];

function mutate(stream: Uint8Array, random: () => number): Uint8Array {
  const at = Math.floor(random() * (stream.length + 1));
  const to = Math.min(stream.length, at + Math.floor(random() * 8));
  const bytes = Uint8Array.from({ length: 1 + Math.floor(random() * 6) }, () =>
    random() < 0.7 ? (nasty[Math.floor(random() * nasty.length)] ?? 0) : Math.floor(random() * 256),
  );
  const [before, cut, after] = [stream.subarray(0, at), stream.subarray(at, to), stream.subarray(to)];
  switch (Math.floor(random() * 6)) {
    case 0:
      return before; // truncated
    case 1:
      return Buffer.concat([before, after]);
    case 2:
      return Buffer.concat([before, bytes, cut, after]);
    case 3:
      return Buffer.concat([before, bytes, after]);
    case 4:
      return Buffer.concat([before, cut, cut, after]);
    default: {
      const flipped = Uint8Array.from(stream);
      if (at < flipped.length) flipped[at] = (flipped[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      return flipped;
    }
  }
}

export interface FuzzResult {
  readonly inputs: number;
  readonly ends: Readonly<Record<End, number>>;
  readonly replies: number;
  /** Streams on which the two disagree, in hex. */
  readonly disagreements: readonly string[];
}

/** Tries `inputs` streams; the same seed gives the same streams. */
export function fuzzDecoder(inputs: number, seed: number): FuzzResult {
  const random = randomFrom(seed);
  const ends = { all: 0, waiting: 0, rejected: 0 };
  const disagreements: string[] = [];
  let replies = 0;
  for (let n = 0; n < inputs; n += 1) {
    let stream = validStream(random);
    for (let times = Math.floor(random() * 4); times > 0; times -= 1) stream = mutate(stream, random);
    const cuts = Array.from({ length: Math.floor(random() * 5) }, () => Math.floor(random() * (stream.length + 1))).sort(
      (a, b) => a - b,
    );
    const mine = ours(stream, cuts);
    ends[mine.end] += 1;
    replies += mine.replies.length;
    if (JSON.stringify(mine) !== JSON.stringify(oracle(stream))) disagreements.push(Buffer.from(stream).toString('hex'));
  }
  return { inputs, ends, replies, disagreements };
}

if (process.argv[1] === import.meta.filename) {
  const { count, seed } = readToolNumbers('npm run fuzz', { count: 1_000_000, seed: Date.now() % 2 ** 31 });
  const begun = performance.now();
  const { ends, replies, disagreements } = fuzzDecoder(count, seed);
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  console.log(
    `${count} inputs, seed ${seed}, ${seconds} s: ${JSON.stringify(ends)}, ${replies} replies, ${disagreements.length} disagreements`,
  );
  for (const stream of disagreements.slice(0, 10)) console.log(stream);
  process.exitCode = disagreements.length === 0 ? 0 : 1;
}
