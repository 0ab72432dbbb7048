import type { IncomingMessage, ServerResponse } from 'node:http';
import { remoteOf } from '../http-request.ts';
import { NO_FACE } from '../pictures.ts';
import { contentBytes, contentType, type ShelfEntry } from '../shelf.ts';
import type { Bench } from './bench.ts';
import type { PhotoTrouble } from './misbehaviour.ts';
import type { SeenRequest } from './records.ts';

const TOO_BIG_BYTES = 6 * 1024 * 1024;
/** Photographs and firmware, or the trouble that is in force instead. */
export async function serveFile(bench: Bench, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const entry = bench.shelf.find(url.pathname);
  const seen = bench.seen({
    via: 'file',
    remote: remoteOf(request),
    apicode: 'GET',
    sn: '',
    fields: { path: url.pathname + url.search },
    param: null,
  });
  if (entry === null) return answer(bench, seen, response, 404, '');
  const trouble = url.searchParams.has('direct') ? null : troubleFor(bench, entry);
  if (trouble !== null) return beTroublesome(bench, seen, trouble, entry, response);
  let bytes: Uint8Array;
  try {
    bytes = await contentBytes(entry);
  } catch {
    return answer(bench, seen, response, 404, '');
  }
  return answer(bench, seen, response, 200, bytes, contentType(entry.path));
}

function troubleFor(bench: Bench, { personId }: ShelfEntry): PhotoTrouble | null {
  if (personId === null) return null;
  const fits = (what: { readonly personId?: string }): boolean => what.personId === undefined || what.personId === personId;
  return bench.rules.take('photo', 'GET', fits)?.what ?? null;
}

async function beTroublesome(
  bench: Bench,
  seen: SeenRequest,
  trouble: PhotoTrouble,
  entry: ShelfEntry,
  response: ServerResponse,
): Promise<void> {
  seen.remarks.push(`故障 / trouble: ${trouble}`);
  switch (trouble) {
    case 'missing':
      return answer(bench, seen, response, 404, '');
    case 'tooBig':
      return answer(
        bench,
        seen,
        response,
        200,
        Buffer.concat([await contentBytes(entry), Buffer.alloc(TOO_BIG_BYTES)]),
        'image/jpeg',
      );
    case 'notPicture':
      return answer(bench, seen, response, 200, '<html><body>502 Bad Gateway</body></html>', 'image/jpeg');
    case 'noFace':
      return answer(bench, seen, response, 200, NO_FACE, 'image/jpeg');
    case 'redirect':
    case 'loop':
      response.setHeader('Location', trouble === 'loop' ? entry.path : `${entry.path}?direct=1`);
      return answer(bench, seen, response, 302, '');
    case 'cut': {
      const bytes = await contentBytes(entry);
      response.writeHead(200, { 'Content-Type': 'image/jpeg', 'Content-Length': bytes.length });
      response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.destroy());
      return bench.settle(seen, 'cut');
    }
    case 'hang':
      return bench.settle(seen, 'hung');
  }
}

function answer(
  bench: Bench,
  seen: SeenRequest,
  response: ServerResponse,
  status: number,
  body: Uint8Array | string,
  type?: string,
): void {
  const length = Buffer.byteLength(body);
  response.writeHead(status, { ...(type === undefined ? {} : { 'Content-Type': type }), 'Content-Length': length }).end(body);
  bench.settle(seen, `${status} ${length} bytes`);
}
