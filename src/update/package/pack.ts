import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Writable } from 'node:stream';
import { pack as packTar } from 'tar-stream';
import type { FilePort } from '../../launcher/file-port.ts';
import { MANIFEST_FILE } from '../../launcher/places.ts';
import { Manifest, type PackedFile } from './manifest.ts';

/** A file that goes into a package. */
export interface Source {
  /** In the package. */
  readonly path: string;
  /** On the disk. */
  readonly from: string;
  readonly isExecutable: boolean;
}

export interface PackOptions {
  readonly files: FilePort;
  readonly sources: readonly Source[];
  /** Everything of the manifest but the files. */
  readonly about: Omit<Manifest, 'files' | 'format' | 'product'>;
  /** Where the unsigned package is written: a gzip file with a plain header. */
  readonly to: string;
  /** zlib's, default 6. */
  readonly level?: number;
}

/** Packs files with their manifest in front. The same sources make the same bytes. */
export async function packFiles({ files, sources, about, to, level = 6 }: PackOptions): Promise<Manifest> {
  const sorted = [...sources].sort((a, b) => (a.path < b.path ? -1 : 1));
  const listed: PackedFile[] = [];
  for (const source of sorted) listed.push(await describe(files, source));
  const manifest = Manifest.parse({ format: 1, product: 'site-gate-terminal', ...about, files: listed });
  const tar = packTar();
  const writer = await files.openWriter(to, { append: false, mode: 0o644 });
  try {
    const feeding = feed(tar, files, sorted, listed, manifest);
    feeding.catch((error: unknown) => tar.destroy(error instanceof Error ? error : new Error(String(error))));
    const sink = new Writable({ write: (piece: Uint8Array, _, done) => void writer.write(piece).then(() => done(), done) });
    await pipeline(tar, createGzip({ level }), sink);
    await feeding;
    await writer.sync();
  } finally {
    await writer.close();
  }
  return manifest;
}

async function feed(
  tar: ReturnType<typeof packTar>,
  files: FilePort,
  sources: readonly Source[],
  listed: readonly PackedFile[],
  manifest: Manifest,
): Promise<void> {
  const mtime = new Date(0);
  tar.entry({ name: MANIFEST_FILE, mode: 0o644, mtime }, JSON.stringify(manifest));
  for (const [at, { path, from, isExecutable }] of sources.entries()) {
    const size = listed[at]?.sizeBytes ?? 0;
    const entry = tar.entry({ name: path, size, mode: isExecutable ? 0o755 : 0o644, mtime });
    for await (const piece of files.stream(from)) {
      if (!entry.write(piece)) await new Promise<void>((done) => entry.once('drain', () => done()));
    }
    await new Promise<void>((done) => {
      entry.once('close', () => done());
      entry.end(null);
    });
  }
  tar.finalize();
}

async function describe(files: FilePort, { path, from, isExecutable }: Source): Promise<PackedFile> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const piece of files.stream(from)) {
    hash.update(piece);
    sizeBytes += piece.length;
  }
  return { path, sizeBytes, sha256: hash.digest('hex'), isExecutable };
}
