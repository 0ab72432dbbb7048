import { createHash } from 'node:crypto';
import type { FilePort } from '../../launcher/file-port.ts';
import { BLOCK_BYTES, GZIP_HEADER } from './signed-archive.ts';
import { signed, type SecretKey } from './signify-key.ts';

const PLAIN_HEADER_BYTES = 10;

/**
 * Signs a gzip file without a name or comment in its header, as `signify -S -z` does; `signify -V -z` reads the result.
 * `date`: written into the signature. @throws Error when it is no such gzip file
 */
export async function signArchive(files: FilePort, from: string, to: string, key: SecretKey, date: Date): Promise<void> {
  const head = files.readAt(from, 0, PLAIN_HEADER_BYTES);
  if (head?.[0] !== 0x1f || head[1] !== 0x8b || head[3] !== 0) {
    throw new Error(`${from} is no gzip file with a plain header`);
  }
  const hashes: string[] = [];
  for await (const block of blocksOf(files.stream(from))) {
    hashes.push(createHash('sha512-256').update(block).digest('hex'));
  }
  const time = `${date.toISOString().slice(0, 19)}Z`;
  const list = Buffer.from(
    [`date=${time}`, 'key=update.sec', 'algorithm=SHA512/256', `blocksize=${BLOCK_BYTES}`, '', ...hashes, ''].join('\n'),
  );
  const writer = await files.openWriter(to, { append: false, mode: 0o644 });
  try {
    await writer.write(Buffer.concat([GZIP_HEADER, Buffer.from(signed(list, key)), list, Buffer.of(0)]));
    for await (const block of blocksOf(files.stream(from))) await writer.write(block);
    await writer.sync();
  } finally {
    await writer.close();
  }
}

/** What stands behind the header, in whole blocks but for the last. */
async function* blocksOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let left = PLAIN_HEADER_BYTES;
  let waiting: Uint8Array = new Uint8Array(0);
  for await (const piece of stream) {
    const skipped = Math.min(left, piece.length);
    left -= skipped;
    waiting = Buffer.concat([waiting, piece.subarray(skipped)]);
    let at = 0;
    for (; waiting.length - at >= BLOCK_BYTES; at += BLOCK_BYTES) yield waiting.subarray(at, at + BLOCK_BYTES);
    waiting = waiting.subarray(at);
  }
  if (waiting.length > 0) yield waiting;
}
