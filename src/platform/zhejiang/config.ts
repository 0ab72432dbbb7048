import { readFileSync } from 'node:fs';
import type { ProxyEnv } from '../../config/proxy.ts';
import { Fault } from '../../shared/fault.ts';

/**
 * What the client is told: `device.sn` and `platform.zhejiang` of the configuration. The optional ones answer questions
 * that the document leaves open; a real platform may have chosen otherwise than the defaults.
 */
export interface ZhejiangConfig {
  readonly sn: string;
  /** `host:port`. */
  readonly tcp: string;
  /** One address for all `T_` interfaces. */
  readonly http: string;
  readonly accessId: string;
  readonly accessKey: string;
  readonly accessSecret: string;
  /** 1 to 50 s. */
  readonly heartbeatSeconds: number;
  readonly verifyReplies: 'require' | 'warn' | 'off';
  /** PEM; null: encrypted replies cannot be read. */
  readonly privateKeyFile: string | null;
  /** PEM of the site's own CA for https; default null: the system's. */
  readonly caFile?: string | null;
  /** For http and https, photographs included; default null: directly. The TCP connection never goes through it. */
  readonly proxy?: ProxyEnv | null;
  /** `param` over HTTP: JSON text (default), or an object where the document's examples print one. */
  readonly paramForm?: 'text' | 'asPrinted';
  /** Members of a punch as signed: in the order of the table (default) or by name. */
  readonly signedMembers?: 'table' | 'sorted';
  /** A `.proto` instead of the program's own; default null. */
  readonly protoFile?: string | null;
  /** People asked for per page; default 50. */
  readonly pageSize?: number;
  /** Zone of wire times, minutes ahead of UTC; default 480 (Beijing). */
  readonly utcOffsetMinutes?: number;
}

/** Time limits and waits, ms. Tests shorten them. */
export interface Timing {
  readonly connectMs: number;
  /** From sending a command to its reply; then the connection is dropped. */
  readonly replyMs: number;
  readonly httpMs: number;
  readonly photographMs: number;
  /** 2.1.1: half an hour without a request. */
  readonly tokenIdleMs: number;
  readonly reconnect: { readonly firstMs: number; readonly mostMs: number };
  /** After a refusal that only a person can mend. */
  readonly refused: { readonly firstMs: number; readonly mostMs: number };
  /** Credentials that have run out (401_02). */
  readonly expiredMs: number;
  /** A task that could not be carried through for want of the platform, or failed and comes again. */
  readonly task: { readonly firstMs: number; readonly mostMs: number };
  /** So long an import is done again for photographs whose host is not reached: while no task waits behind it, and while one does. */
  readonly photographs: { readonly aloneMs: number; readonly awaitedMs: number };
}

export const usualTiming: Timing = {
  connectMs: 10_000,
  replyMs: 10_000,
  httpMs: 30_000,
  photographMs: 15_000,
  tokenIdleMs: 30 * 60_000,
  reconnect: { firstMs: 1_000, mostMs: 30_000 },
  refused: { firstMs: 1_000, mostMs: 5 * 60_000 },
  expiredMs: 5 * 60_000,
  task: { firstMs: 2_000, mostMs: 10 * 60_000 },
  photographs: { aloneMs: 60 * 60_000, awaitedMs: 10 * 60_000 },
};

/** `v1.0.0` in every example. */
export const protocolVersion = 'v1.0.0';

/** Host and port of `host:port`; an IPv6 host stands in brackets. Throws `Fault` `config.invalid`. */
export function splitAddress(address: string): { readonly host: string; readonly port: number } {
  const colon = address.lastIndexOf(':');
  const host = address.slice(0, colon).replace(/^\[|\]$/g, '');
  const port = Number(address.slice(colon + 1));
  if (colon < 1 || host === '' || !Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Fault('config.invalid', 'platform.zhejiang.tcp is not host:port');
  }
  return { host, port };
}

/** The site's own CA, PEM. Throws `Fault` `config.invalid`. */
export function readCa(file: string | null | undefined): string | null {
  if (file === null || file === undefined) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Fault('config.invalid', 'the CA file cannot be read', { cause });
  }
}

/** Throws `Fault` `config.invalid` where something that every call needs is missing. */
export function checkConfig({ sn, http, tcp, accessId, accessKey, accessSecret }: ZhejiangConfig): void {
  splitAddress(tcp);
  if (!URL.canParse(http) || !/^https?:$/.test(new URL(http).protocol))
    throw new Fault('config.invalid', 'platform.zhejiang.http is no address');
  const missing = Object.entries({ sn, accessId, accessKey, accessSecret }).filter(([, value]) => value === '');
  if (missing.length > 0) throw new Fault('config.invalid', `not configured: ${missing.map(([key]) => key).join(', ')}`);
}
