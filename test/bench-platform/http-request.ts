import type { IncomingMessage } from 'node:http';

/** The body, or null where it is longer than that. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) return null;
  }
  return Buffer.concat(chunks);
}

export const remoteOf = (request: IncomingMessage): string =>
  `${request.socket.remoteAddress ?? '?'}:${request.socket.remotePort ?? 0}`;
