import { createHash } from 'node:crypto';
import type { FilePort } from '../../launcher/file-port.ts';
import { Fault } from '../../shared/fault.ts';
import { isComment, isSignedBy, readSignature, type PublicKey } from './signify-key.ts';

/**
 * A gzip file as `signify -S -z` signs it: the comment field of its header (RFC 1952, 2.3) holds an Ed25519 signature over a
 * list of SHA-512/256 hashes, one for each 64 KiB behind the header. Every byte of the file is either fixed, or signed, or
 * hashed in what is signed; and a piece can be checked before anything is made of it.
 */
export const BLOCK_BYTES = 65_536;
/** RFC 1952: magic, deflate, a comment and nothing else, no time, no level, Unix. As signify writes it. */
export const GZIP_HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0x10, 0, 0, 0, 0, 0, 3);
/** The list for a package of 2 GiB. */
const MOST_HEADER_BYTES = 3 << 20;
const HASH_LINE = /^[0-9a-f]{64}$/;
const FIRST_LINES = [
  /^date=\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/,
  /^key=[^\n]{0,200}$/,
  /^algorithm=SHA512\/256$/,
  /^blocksize=65536$/,
  /^$/,
];

export interface SignedArchive {
  /** Number of the key that signed it. */
  readonly keyNumber: string;
  /** What the file must measure, bytes: less is truncated, more is not signed. */
  readonly sizeBytes: { readonly least: number; readonly most: number };
  /**
   * The gzip file without its comment, block by block, each checked before it is handed out.
   * Rejects with `Fault` `update.signature` or `update.truncated`.
   */
  blocks(signal?: AbortSignal): AsyncIterable<Uint8Array>;
}

/**
 * Reads and checks what is signed; nothing of the container is looked at.
 * @throws Fault `update.notAPackage`, `update.truncated`, `update.unknownKey`, `update.signature`
 */
export function openSigned(files: FilePort, path: string, keys: readonly PublicKey[]): SignedArchive {
  const size = files.size(path);
  const head = size === null ? null : files.readAt(path, 0, Math.min(size, GZIP_HEADER.length + MOST_HEADER_BYTES));
  if (head === null) throw new Fault('update.unreadable', 'the package is not there');
  const { comment, endsAt } = commentOf(head);
  const { keyNumber, hashes } = hashesIn(comment, keys);
  const most = endsAt + hashes.length * BLOCK_BYTES;
  return {
    keyNumber,
    sizeBytes: { least: most - BLOCK_BYTES + 1, most },
    blocks: (signal) => checkedBlocks(files.stream(path, signal), endsAt, hashes),
  };
}

/** Reads the whole file once: true to the last byte, or a fault. @throws Fault as `openSigned` */
export async function verifySigned(
  files: FilePort,
  path: string,
  keys: readonly PublicKey[],
  signal?: AbortSignal,
): Promise<SignedArchive> {
  const archive = openSigned(files, path, keys);
  for await (const _ of archive.blocks(signal));
  return archive;
}

function commentOf(head: Uint8Array): { readonly comment: Uint8Array; readonly endsAt: number } {
  const start = head.subarray(0, GZIP_HEADER.length);
  if (start.length < 2 || start[0] !== GZIP_HEADER[0] || start[1] !== GZIP_HEADER[1]) {
    throw new Fault('update.notAPackage', 'this is no update package');
  }
  if (Buffer.compare(start, GZIP_HEADER) !== 0) {
    const code = start.length < GZIP_HEADER.length ? 'update.truncated' : 'update.signature';
    throw new Fault(code, 'the package does not begin as a signed one does');
  }
  const end = head.indexOf(0, GZIP_HEADER.length);
  if (end >= 0) return { comment: head.subarray(GZIP_HEADER.length, end), endsAt: end + 1 };
  if (head.length < GZIP_HEADER.length + MOST_HEADER_BYTES)
    throw new Fault('update.truncated', 'the package ends in its signature');
  throw new Fault('update.signature', 'the package’s list of hashes has no end');
}

function hashesIn(
  comment: Uint8Array,
  keys: readonly PublicKey[],
): { readonly keyNumber: string; readonly hashes: readonly string[] } {
  const wrong = (what: string): Fault => new Fault('update.signature', `the package’s signature is wrong: ${what}`);
  const text = Buffer.from(comment).toString('latin1');
  const firstEnd = text.indexOf('\n');
  const secondEnd = text.indexOf('\n', firstEnd + 1);
  if (firstEnd < 0 || secondEnd < 0 || !isComment(text.slice(0, firstEnd))) throw wrong('it has not the form of one');
  const signature = readSignature(text.slice(firstEnd + 1, secondEnd));
  if (signature === null) throw wrong('it cannot be read');
  const key = keys.find(({ number }) => number === signature.number);
  if (key === undefined) throw new Fault('update.unknownKey', `signed with key ${signature.number}, which is not trusted here`);
  if (!isSignedBy(comment.subarray(secondEnd + 1), signature, key)) throw wrong('the list of hashes was changed');
  const lines = text.slice(secondEnd + 1).split('\n');
  const hashes = lines.slice(FIRST_LINES.length, -1);
  const isWellFormed =
    FIRST_LINES.every((form, at) => form.test(lines[at] ?? '')) &&
    lines.at(-1) === '' &&
    hashes.every((line) => HASH_LINE.test(line));
  if (!isWellFormed || hashes.length === 0) throw wrong('the list of hashes cannot be read');
  return { keyNumber: signature.number, hashes };
}

async function* checkedBlocks(
  stream: AsyncIterable<Uint8Array>,
  startAt: number,
  hashes: readonly string[],
): AsyncGenerator<Uint8Array> {
  // Without the comment it is the same gzip file, and nothing unsigned is in it.
  yield Uint8Array.of(...GZIP_HEADER.subarray(0, 3), 0, ...GZIP_HEADER.subarray(4));
  let number = 0;
  let left = startAt;
  let waiting: Uint8Array = new Uint8Array(0);
  const check = (block: Uint8Array): Uint8Array => {
    const hash = createHash('sha512-256').update(block).digest('hex');
    if (hash === hashes[number++]) return block;
    const isLast = number === hashes.length;
    const isShort = block.length < BLOCK_BYTES;
    if (isShort && !isLast) throw new Fault('update.truncated', 'the package ends early');
    throw new Fault('update.signature', `block ${number} of the package is not what was signed`);
  };
  for await (const piece of stream) {
    const skipped = Math.min(left, piece.length);
    left -= skipped;
    waiting = Buffer.concat([waiting, piece.subarray(skipped)]);
    let at = 0;
    for (; waiting.length - at >= BLOCK_BYTES; at += BLOCK_BYTES) yield check(waiting.subarray(at, at + BLOCK_BYTES));
    waiting = waiting.subarray(at);
  }
  if (waiting.length > 0) yield check(waiting);
  if (number < hashes.length) throw new Fault('update.truncated', 'the package ends early');
}
