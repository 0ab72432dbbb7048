import { spawn } from 'node:child_process';
import { Fault } from '../../shared/fault.ts';

/** Makes a picture of the photograph that lies on a card. */
export interface CardPhotoDecoder {
  /** `photograph`: 1,024 bytes. Answers a picture file (BMP, JPEG or PNG). Rejects with `Fault` `reader.photoDecoder`. */
  decode(photograph: Uint8Array, signal: AbortSignal): Promise<Uint8Array>;
}

export interface ExecutableDecoderOptions {
  /** The site's decoder, licensed with its reader. */
  readonly file: string;
  /** Default 3,000. */
  readonly timeoutMs?: number;
}

const longestPicture = 1024 * 1024;

/** How picture files begin. */
const beginnings: readonly (readonly number[])[] = [
  [0x42, 0x4d], // BMP
  [0xff, 0xd8, 0xff], // JPEG
  [0x89, 0x50, 0x4e, 0x47], // PNG
];

/**
 * A decoder that is a program: it gets the 1,024 bytes on its standard input and writes the picture file to its standard
 * output, exit code 0. (The libraries that come with readers load through a program of a few lines around them; one that
 * hangs or crashes then takes nothing else along.)
 */
export function executableDecoder({ file, timeoutMs = 3_000 }: ExecutableDecoderOptions): CardPhotoDecoder {
  return {
    decode: async (photograph, signal) => {
      const picture = await runDecoder(file, photograph, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
      if (beginnings.some((beginning) => beginning.every((byte, index) => picture[index] === byte))) return picture;
      throw new Fault('reader.photoDecoder', 'what the decoder wrote is no picture');
    },
  };
}

function runDecoder(file: string, photograph: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const fail = (what: string, cause?: unknown): void => reject(new Fault('reader.photoDecoder', what, { cause }));
    if (signal.aborted) return fail('the decoder was not started any more', signal.reason);
    const child = spawn(file, [], { stdio: ['pipe', 'pipe', 'ignore'], env: {}, signal, killSignal: 'SIGKILL' });
    const parts: Uint8Array[] = [];
    let length = 0;
    child.on('error', (error) => fail(signal.aborted ? 'the decoder took too long' : 'the decoder cannot be run', error));
    child.stdin.on('error', () => undefined); // one that does not read all of it may still know enough
    child.stdout.on('data', (part: Uint8Array) => {
      length += part.length;
      if (length > longestPicture) child.kill('SIGKILL');
      else parts.push(part);
    });
    child.on('close', (code) => {
      if (length > longestPicture) fail('the decoder writes more than a picture');
      else if (code === 0) resolve(Uint8Array.from(Buffer.concat(parts)));
      else fail(`the decoder ended with ${String(code)}`);
    });
    child.stdin.end(photograph);
  });
}
