import type { CardFormat } from './card-format.ts';

/** What stands at one place in what a reader sent. */
export type FrameAt =
  | { readonly kind: 'frame'; readonly length: number; readonly number: bigint }
  /** A frame that is no number of a card, for that reason. */
  | { readonly kind: 'refused'; readonly length: number; readonly reason: CardRefusal }
  /** The beginning of one, perhaps. */
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'none' };

/** Why a frame is no card. `digits`: a line with other characters, or with too few or too many digits. `zero`: a reader's blank. */
export type CardRefusal = 'checksum' | 'digits' | 'zero' | 'tooLong';

export interface FrameFinder {
  /** What stands at `at`; asked of every place once, in order. */
  readonly find: (bytes: Uint8Array, at: number) => FrameAt;
  /** The reader fell silent in the middle of `rest`; of nothing: it has said nothing since the line was opened. */
  readonly giveUp: (rest: Uint8Array) => void;
}

/** Longest frame that any reader sends. */
const mostBytes = 48;
const none: FrameAt = { kind: 'none' };
const incomplete: FrameAt = { kind: 'incomplete' };

/** The search for frames of a format. */
export function frameFinder(format: CardFormat): FrameFinder {
  if (format.kind === 'line') return lineFinder(format);
  const find = format.kind === 'binary' ? binaryFinder(format) : hexFinder(format);
  return { find, giveUp: () => undefined };
}

function binaryFinder(format: Extract<CardFormat, { kind: 'binary' }>): FrameFinder['find'] {
  const start = Buffer.from(format.start, 'hex');
  const end = Buffer.from(format.end, 'hex');
  const checkBytes = format.check === 'xor' ? 1 : 0;
  const lengthBytes = format.frameBytes === null ? 1 : 0;
  const least = start.length + lengthBytes + format.headBytes + 1 + checkBytes + end.length;
  return (bytes, at) => {
    const begins = beginsWith(bytes, at, start);
    if (begins !== 'yes') return begins === 'maybe' ? incomplete : none;
    const length = format.frameBytes ?? bytes[at + start.length];
    if (length === undefined) return incomplete;
    if (length < least || length > mostBytes) return none;
    if (at + length > bytes.length) return incomplete;
    const ends = at + length - end.length;
    if (beginsWith(bytes, ends, end) !== 'yes') return none;
    const body = bytes.subarray(at + start.length, ends);
    if (checkBytes > 0 && xorOf(body) !== 0) return { kind: 'refused', length, reason: 'checksum' };
    return numbered(body.subarray(lengthBytes + format.headBytes, body.length - checkBytes), format.order, length);
  };
}

function hexFinder(format: Extract<CardFormat, { kind: 'hex' }>): FrameFinder['find'] {
  const start = Buffer.from(format.start, 'hex');
  const end = Buffer.from(format.end, 'hex');
  const digits = format.digits + (format.check === 'xor' ? 2 : 0);
  const length = start.length + digits + end.length;
  return (bytes, at) => {
    const begins = beginsWith(bytes, at, start);
    if (begins !== 'yes') return begins === 'maybe' ? incomplete : none;
    const text = Buffer.from(bytes.subarray(at + start.length, at + start.length + digits)).toString('latin1');
    if (!/^[\da-f]*$/i.test(text)) return none;
    if (at + length > bytes.length) return incomplete;
    if (beginsWith(bytes, at + length - end.length, end) !== 'yes') return none;
    const body = Buffer.from(text, 'hex');
    if (format.check === 'none') return numbered(body, format.order, length);
    if (xorOf(body) !== 0) return { kind: 'refused', length, reason: 'checksum' };
    return numbered(body.subarray(0, -1), format.order, length);
  };
}

const isLineEnd = (byte: number | undefined): boolean => byte === 0x0d || byte === 0x0a;

/** The end of a line whose beginning was lost must not be taken for a line: another worker may have that number. */
function lineFinder(format: Extract<CardFormat, { kind: 'line' }>): FrameFinder {
  // The line may have been opened in the middle of one.
  let isSpoilt = true;
  let isUnheard = true;
  const isDigit = format.base === 10 ? isDecimal : isHexadecimal;
  const find = (bytes: Uint8Array, at: number): FrameAt => {
    isUnheard = false;
    if (isLineEnd(bytes[at])) isSpoilt = false;
    if (isSpoilt || isLineEnd(bytes[at])) return none;
    let end = at;
    while (end < bytes.length && end - at < mostBytes && !isLineEnd(bytes[end])) end += 1;
    if (end - at === mostBytes) {
      isSpoilt = true;
      return { kind: 'refused', length: end - at, reason: 'tooLong' };
    }
    if (end === bytes.length) return incomplete;
    return lineOf(format, Buffer.from(bytes.subarray(at, end)).toString('latin1').trim(), end - at + 1);
  };
  const giveUp = (rest: Uint8Array): void => {
    isSpoilt = !isUnheard && (isSpoilt || rest.some(isDigit));
  };
  return { find, giveUp };
}

const isDecimal = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const isHexadecimal = (byte: number): boolean => isDecimal(byte) || /[a-f]/i.test(String.fromCharCode(byte));

function lineOf(format: Extract<CardFormat, { kind: 'line' }>, text: string, length: number): FrameAt {
  const digits = format.base === 10 ? /^\d+$/ : /^[\da-f]+$/i;
  const [least, most] = format.digits === null ? [4, 20] : [format.digits, format.digits];
  if (!digits.test(text) || text.length < least || text.length > most) return { kind: 'refused', length, reason: 'digits' };
  return asFrame(BigInt(format.base === 10 ? text : `0x${text}`), length);
}

function numbered(bytes: Uint8Array, order: 'big' | 'little', length: number): FrameAt {
  const ordered = order === 'big' ? bytes : Uint8Array.from(bytes).reverse();
  return asFrame(BigInt(`0x${Buffer.from(ordered).toString('hex')}`), length);
}

const asFrame = (number: bigint, length: number): FrameAt =>
  number === 0n ? { kind: 'refused', length, reason: 'zero' } : { kind: 'frame', length, number };

function beginsWith(bytes: Uint8Array, at: number, wanted: Uint8Array): 'yes' | 'no' | 'maybe' {
  for (const [index, byte] of wanted.entries()) {
    if (at + index >= bytes.length) return 'maybe';
    if (bytes[at + index] !== byte) return 'no';
  }
  return 'yes';
}

const xorOf = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum ^ byte, 0);
