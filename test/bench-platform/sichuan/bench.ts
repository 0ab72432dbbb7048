import { Journal } from '../journal.ts';
import { newRules } from './misbehaviour.ts';
import type { Device, Punch, Registration, SeenRequest, TaskResult } from './records.ts';
import { type CipherText, keyBytes, Sm4 } from './sm4.ts';
import { TaskBook } from './task-book.ts';

/** Where the document leaves a choice, and this platform's. May be changed while it runs. */
export interface Dialect {
  /** Ciphertext, both ways. Default `base64`. */
  cipherText: CipherText;
  /** Content encrypted (5.1), or plain JSON as the examples print it. Default `encrypted`. */
  content: 'encrypted' | 'plain';
  /** `timestamp`: Unix seconds or Beijing time. Default `seconds`. */
  timestamp: 'seconds' | 'yyyyMMddHHmmss';
  /** Hex digits of `sign`. Default `lower`. */
  signCase: 'lower' | 'upper' | 'any';
  /** Whether encrypted parameters are signed as sent. Default `ciphertext`. */
  signs: 'ciphertext' | 'plaintext';
  /** The number of a task kind: as the examples of 5.3.2 (1 adds) or as 6.5 (1 removes). Default `examples`. */
  taskTypes: 'examples' | 'dictionary';
  /** Ids of digits as strings or as bare numbers. Default `string`. */
  ids: 'string' | 'number';
  /** A result for a task that has one is taken (0) or answered with -3. Default `taken`. */
  secondResult: 'taken' | 'lapsed';
  /** Members of another type than the tables name are refused; else taken with a remark. Default false. */
  strictTypes: boolean;
}

export const DIALECT: Dialect = {
  cipherText: 'base64',
  content: 'encrypted',
  timestamp: 'seconds',
  signCase: 'lower',
  signs: 'ciphertext',
  taskTypes: 'examples',
  ids: 'string',
  secondResult: 'taken',
  strictTypes: false,
};

export interface BenchSettings {
  /** The secret of every device that `devices` does not name. */
  readonly secret: string;
  /** Secrets by serial number; only these exist then. null: any serial number exists. */
  readonly devices: Readonly<Record<string, string>> | null;
  /** 16 bytes of UTF-8 or 32 hex digits; null: the device's secret. */
  readonly sm4Key: string | null;
  readonly sm4Iv: string | null;
  /** A time stamp may be off by so much. */
  readonly clockToleranceMs: number;
  /** Online sooner than this after the one before is answered with -4; 0: never. */
  readonly minOnlineMs: number;
}

/** Everything that the platform knows. */
export class Bench extends Journal<SeenRequest> {
  readonly settings: BenchSettings;
  readonly dialect: Dialect;
  readonly rules = newRules(() => this.changed());
  readonly tasks = new TaskBook();
  readonly devices = new Map<string, Device>();
  readonly punches: Punch[] = [];
  readonly registrations: Registration[] = [];
  readonly taskResults: TaskResult[] = [];
  readonly #recordTexts = new Map<string, string>();
  #lastPacket = 0;

  constructor(settings: BenchSettings, dialect: Partial<Dialect>) {
    super();
    this.settings = settings;
    this.dialect = { ...DIALECT, ...dialect };
    for (const secret of Object.values(settings.devices ?? { any: settings.secret })) this.#cipherOf(secret);
  }

  /** Unix ms of the platform's own clock, which may be off. */
  now(): number {
    return Date.now() + (this.rules.look('clockOff')?.ms ?? 0);
  }

  /** null where there is no such device. */
  secretOf(sn: string): string | null {
    const { devices, secret } = this.settings;
    if (devices === null) return sn === '' ? null : secret;
    return Object.hasOwn(devices, sn) ? (devices[sn] ?? null) : null;
  }

  /** For a device that does not exist, as for one that has the common secret. */
  cipherFor(sn: string): Sm4 {
    return this.#cipherOf(this.secretOf(sn) ?? this.settings.secret);
  }

  #cipherOf(secret: string): Sm4 {
    const key = keyBytes(this.settings.sm4Key ?? secret);
    const iv = keyBytes(this.settings.sm4Iv ?? secret);
    if (key === null || iv === null)
      throw new Error('SM4 key and IV: 16 bytes or 32 hex digits, or a device secret of that length');
    return new Sm4(key, iv);
  }

  device(sn: string): Device {
    const known = this.devices.get(sn);
    if (known !== undefined) return known;
    const device: Device = { sn, firstSeenAtMs: Date.now(), lastOnlineAtMs: null, heartbeats: 0 };
    this.devices.set(sn, device);
    return device;
  }

  nextPacket(): number {
    return ++this.#lastPacket;
  }

  /** The text of the same passage's record where it came before. */
  earlierPunch(punch: PunchIdentity): string | null {
    return this.#recordTexts.get(punchKey(punch)) ?? null;
  }

  keepPunch(punch: Punch): void {
    this.punches.push(punch);
    this.#recordTexts.set(punchKey(punch), punch.recordText);
    this.#lastPacket = Math.max(this.#lastPacket, punch.packet);
  }
}

type PunchIdentity = Pick<Punch, 'sn' | 'userId' | 'recogTime' | 'type'>;

const punchKey = ({ sn, userId, recogTime, type }: PunchIdentity): string => JSON.stringify([sn, userId, recogTime, type]);
