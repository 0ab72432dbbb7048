import { readFile } from 'node:fs/promises';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import { guardHeaders, policyWith } from '../shared/page-guard.ts';
import { findAsset, type AssetRoots } from './asset.ts';

/** The policy of the page on the terminal: wasm may compile, workers come from the page's own files. */
export const CONTENT_SECURITY_POLICY = policyWith({
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'media-src': "'self' blob:",
});

const headersOfAll = {
  ...guardHeaders,
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cache-control': 'no-cache',
} as const;

/** The answer to one request: the file with its type and the policy, 404, 405, or 500 when the disk fails. */
export async function answerAsset(request: Request, roots: AssetRoots, log: Log): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405);
  try {
    const asset = await findAsset(request.url, roots);
    if (asset === null) {
      log.debug('page', 'assetRefused', { address: request.url });
      return plain(404);
    }
    const headers = { ...headersOfAll, 'content-type': asset.mime, 'content-length': String(asset.bytes) };
    if (request.method === 'HEAD') return new Response(null, { headers });
    // The largest is a network of a few MB.
    return new Response(await readFile(asset.file), { headers });
  } catch (error) {
    const fault = Fault.from(error, 'internal.bug', 'a file of the page could not be read');
    log.error('page', 'assetFailed', { code: fault.code });
    return plain(500);
  }
}

const plain = (status: number): Response => new Response(null, { status, headers: headersOfAll });
