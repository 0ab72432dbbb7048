import { realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { isOwnAddress } from './app-address.ts';

/** Folders that the page may read, and nothing beside them. Absolute paths. */
export interface AssetRoots {
  /** The built page (`out/renderer`), served from `/`. */
  readonly page: string;
  /** Networks and wasm for the analysis in the page (`models/human`), served from `/models/human/`. */
  readonly models: string;
}

export interface Asset {
  /** Absolute path, links resolved. */
  readonly file: string;
  readonly mime: string;
  readonly bytes: number;
}

const HUMAN_PREFIX = '/models/human/';

const mimes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.wasm': 'application/wasm',
  '.bin': 'application/octet-stream',
  '.onnx': 'application/octet-stream',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.wav': 'audio/wav',
  '.woff2': 'font/woff2',
};

/** The file behind an address of the page, or null: unknown, outside the folders, or of a kind that is not served. */
export async function findAsset(address: string, roots: AssetRoots): Promise<Asset | null> {
  if (!isOwnAddress(address)) return null;
  const path = decodedPath(new URL(address).pathname);
  if (path === null) return null;
  const [root, rest] = path.startsWith(HUMAN_PREFIX) ? [roots.models, path.slice(HUMAN_PREFIX.length)] : [roots.page, path];
  const mime = mimes[extname(rest)];
  if (mime === undefined) return null;
  try {
    // Links are followed before the comparison: a link must not lead out of the folder either.
    const [inside, file] = await Promise.all([realpath(root), realpath(join(root, rest))]);
    if (!file.startsWith(inside + sep)) return null;
    const info = await stat(file);
    return info.isFile() ? { file, mime, bytes: info.size } : null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}

/** `URL` has already folded plain `..`; what is left are encoded ones, separators of other systems and NUL. */
function decodedPath(pathname: string): string | null {
  try {
    const path = decodeURIComponent(pathname === '/' ? '/index.html' : pathname);
    return /[\\\0]/.test(path) || path.split('/').includes('..') ? null : path;
  } catch {
    return null; // a lone % is no address of ours
  }
}
