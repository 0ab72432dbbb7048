import { rootCertificates } from 'node:tls';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { ProxyEnv } from '../config/proxy.ts';
import { Fault } from '../shared/fault.ts';
import { agentFor } from './proxy-agents.ts';

export interface HttpRequest {
  readonly url: URL;
  readonly method: 'GET' | 'POST' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** From start to the last byte, ms. */
  readonly timeoutMs: number;
  /** Longest silence: until the request is sent, until the answer begins, between two pieces of it, ms; default 60,000. */
  readonly idleMs?: number;
  /** A longer body ends the exchange. */
  readonly mostBytes: number;
  /** PEM of an own CA for https; null: the system's. */
  readonly ca: string | null;
  /** Null: directly. */
  readonly proxy: ProxyEnv | null;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

const usualIdleMs = 60_000;
/** What OpenSSL, BoringSSL and Node call a certificate that does not hold. */
const certificateCode = /^(CERT_|ERR_TLS_CERT|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA)/;

/**
 * One request and its answer, whatever its status; redirects are answers like any other. Throws `Fault` `platform.offline`,
 * `platform.timeout`, `platform.certificate`, or `platform.badReply` when the body is too long.
 */
export function httpExchange(request: HttpRequest): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const { host, protocol } = request.url;
    const limit = AbortSignal.timeout(request.timeoutMs);
    const start = protocol === 'https:' ? requestSecure : requestPlain;
    const silence = new AbortController();
    const idle = setTimeout(() => silence.abort(), request.idleMs ?? usualIdleMs).unref();
    const fail = (cause: unknown): void => {
      clearTimeout(idle);
      if (limit.aborted) reject(new Fault('platform.timeout', `${host} took too long`, { cause }));
      else if (silence.signal.aborted) reject(new Fault('platform.timeout', `${host} fell silent`, { cause }));
      else reject(faultOf(cause, host));
    };
    const outgoing = start(
      request.url,
      {
        method: request.method,
        agent: agentFor(protocol, request.proxy),
        headers: {
          ...request.headers,
          ...(request.body === undefined ? {} : { 'content-length': Buffer.byteLength(request.body) }),
        },
        signal: AbortSignal.any([request.signal, limit, silence.signal]),
        // Beside the public ones: photographs may lie elsewhere than the platform. And whatever the environment says.
        ...(request.ca === null ? {} : { ca: [...rootCertificates, request.ca] }),
        rejectUnauthorized: true,
      },
      (incoming) => {
        const pieces: Uint8Array[] = [];
        let bytes = 0;
        idle.refresh();
        incoming.on('data', (piece: Uint8Array) => {
          idle.refresh();
          bytes += piece.length;
          if (bytes > request.mostBytes)
            incoming.destroy(new Fault('platform.badReply', `an answer over ${request.mostBytes} bytes`));
          else pieces.push(piece);
        });
        incoming.on('error', fail);
        incoming.on('close', () => incoming.complete || fail(new Error('cut off')));
        incoming.on('end', () => {
          clearTimeout(idle);
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(pieces) });
        });
      },
    );
    outgoing.on('error', fail);
    outgoing.on('finish', () => idle.refresh());
    outgoing.end(request.body);
  });
}

function faultOf(cause: unknown, host: string): Fault {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (certificateCode.test(code)) {
    return new Fault('platform.certificate', `the certificate of ${host} does not hold: ${code}`, { cause });
  }
  return Fault.from(cause, 'platform.offline', `${host} cannot be reached`);
}
