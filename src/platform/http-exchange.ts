import { rootCertificates } from 'node:tls';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { Fault } from '../shared/fault.ts';

export interface HttpRequest {
  readonly url: URL;
  readonly method: 'GET' | 'POST' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** From start to the last byte, ms. */
  readonly timeoutMs: number;
  /** A longer body ends the exchange. */
  readonly mostBytes: number;
  /** PEM of an own CA for https; null: the system's. */
  readonly ca: string | null;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

/**
 * One request and its answer, whatever its status; redirects are answers like any other. Throws `Fault` `platform.offline`,
 * `platform.timeout`, or `platform.badReply` when the body is too long.
 */
export function httpExchange(request: HttpRequest): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const limit = AbortSignal.timeout(request.timeoutMs);
    const start = request.url.protocol === 'https:' ? requestSecure : requestPlain;
    const fail = (cause: unknown): void => {
      if (limit.aborted) reject(new Fault('platform.timeout', `${request.url.host} took too long`, { cause }));
      else reject(Fault.from(cause, 'platform.offline', `${request.url.host} cannot be reached`));
    };
    const outgoing = start(
      request.url,
      {
        method: request.method,
        headers: {
          ...request.headers,
          ...(request.body === undefined ? {} : { 'content-length': Buffer.byteLength(request.body) }),
        },
        signal: AbortSignal.any([request.signal, limit]),
        // Beside the public ones: photographs may lie elsewhere than the platform. And whatever the environment says.
        ...(request.ca === null ? {} : { ca: [...rootCertificates, request.ca] }),
        rejectUnauthorized: true,
      },
      (incoming) => {
        const pieces: Uint8Array[] = [];
        let bytes = 0;
        incoming.on('data', (piece: Uint8Array) => {
          bytes += piece.length;
          if (bytes > request.mostBytes)
            incoming.destroy(new Fault('platform.badReply', `an answer over ${request.mostBytes} bytes`));
          else pieces.push(piece);
        });
        incoming.on('error', fail);
        incoming.on('close', () => incoming.complete || fail(new Error('cut off')));
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(pieces) }),
        );
      },
    );
    outgoing.on('error', fail);
    outgoing.end(request.body);
  });
}
