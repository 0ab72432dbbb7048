import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import type { ProxyEnv } from '../../config/proxy.ts';
import { Fault } from '../../shared/fault.ts';
import type { BackOffBounds } from '../back-off.ts';

/**
 * What the client is told: `device.sn` and `platform.sichuan` of the configuration. The optional ones answer questions
 * that the document leaves open; a real platform may have chosen otherwise than the defaults.
 */
export interface SichuanConfig {
  readonly sn: string;
  /** `https://{API_ROOT}`; the method's name is appended. */
  readonly baseUrl: string;
  /** 设备密钥: key of every signature. */
  readonly secret: string;
  /** 16 UTF-8 bytes or 32 hex digits; null: the secret, when it is that long. */
  readonly sm4Key: string | null;
  /** As `sm4Key`. */
  readonly sm4Iv: string | null;
  /** How ciphertext is written when sent; either is taken on receipt. */
  readonly sm4Encoding: 'base64' | 'hex';
  readonly timestamp: 'seconds' | 'yyyyMMddHHmmss';
  /** 60 to 600 s. */
  readonly heartbeatSeconds: number;
  /** PEM of the site's own CA; null: the system's. */
  readonly caFile: string | null;
  /** Default null: directly. */
  readonly proxy?: ProxyEnv | null;
  /** `sign` in upper-case hex; default false. */
  readonly upperCaseSign?: boolean;
  /** Encrypted values are signed as they were before encryption; default false: as they are sent. */
  readonly signPlaintext?: boolean;
  /** `idperiod` without an end is `长期` alone; default false: `20010101-长期`. */
  readonly bareLongTerm?: boolean;
  /** A longer answer to GetTaskData is not read, MB; default 256, and less on a machine with little memory. */
  readonly replyMegabytes?: number;
  /** Zone of wire times, minutes ahead of UTC; default 480 (Beijing). */
  readonly utcOffsetMinutes?: number;
}

/** `SichuanConfig` with every default filled in and its files read. */
export interface Settings extends Required<Omit<SichuanConfig, 'caFile' | 'sm4Key' | 'sm4Iv'>> {
  /** PEM, or null for the system's CAs. */
  readonly ca: string | null;
}

const MOST_REPLY_MB = 256;

/** Time limits and waits, ms. Tests shorten them. */
export interface Timing {
  readonly httpMs: number;
  /** GetTaskData brings a whole site's photographs at once. */
  readonly taskDataMs: number;
  /** Longest silence within a call of any kind; a platform may take its time before a long answer begins. */
  readonly idleMs: number;
  /** Longest answer of the thread that decrypts. */
  readonly sm4Ms: number;
  /** Between heartbeats that did not reach the platform, or met its own trouble. */
  readonly unreached: BackOffBounds;
  /** Between heartbeats after a refusal that only a person can mend. */
  readonly refused: BackOffBounds;
  /** Between calls of any kind once the platform finds them too frequent. */
  readonly tooOften: BackOffBounds;
  /** A task that could not be carried through for want of the platform. */
  readonly task: BackOffBounds;
  /** A task that failed, was reported, and comes again. */
  readonly redo: BackOffBounds;
}

export const usualTiming: Timing = {
  httpMs: 20_000,
  taskDataMs: 10 * 60_000,
  idleMs: 2 * 60_000,
  sm4Ms: 5 * 60_000,
  unreached: { firstMs: 2_000, mostMs: 60_000 },
  refused: { firstMs: 30_000, mostMs: 10 * 60_000 },
  tooOften: { firstMs: 2_000, mostMs: 5 * 60_000 },
  task: { firstMs: 2_000, mostMs: 10 * 60_000 },
  redo: { firstMs: 60_000, mostMs: 60 * 60_000 },
};

/** Throws `Fault` `config.invalid`. */
export function settle(config: SichuanConfig): Settings {
  const { caFile, sm4Key: _key, sm4Iv: _iv, ...rest } = config;
  if (!URL.canParse(config.baseUrl) || !/^https?:$/.test(new URL(config.baseUrl).protocol)) {
    throw new Fault('config.invalid', 'platform.sichuan.baseUrl is no address');
  }
  if (config.sn === '') throw new Fault('config.invalid', 'device.sn is not configured');
  if (config.secret === '') throw new Fault('config.invalid', 'platform.sichuan.secret is not configured');
  return {
    upperCaseSign: false,
    signPlaintext: false,
    bareLongTerm: false,
    utcOffsetMinutes: 8 * 60,
    proxy: null,
    ...rest,
    replyMegabytes: Math.min(rest.replyMegabytes ?? MOST_REPLY_MB, memoryBoundMb()),
    ca: readCa(caFile),
  };
}

/** An answer takes up to sixteen times its size while it is decrypted and read: half of the memory at the most. */
function memoryBoundMb(): number {
  return Math.max(1, Math.floor(totalmem() / 2 ** 20 / 32));
}

function readCa(file: string | null): string | null {
  if (file === null) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Fault('config.invalid', 'platform.sichuan.caFile cannot be read', { cause });
  }
}
