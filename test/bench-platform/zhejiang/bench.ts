import type { KeyObject } from 'node:crypto';
import { Journal } from '../journal.ts';
import { Shelf } from '../shelf.ts';
import type { FieldTables } from './packets.ts';
import { newRules } from './misbehaviour.ts';
import type { Device, Punch, Roster, SeenRequest, TaskReport } from './records.ts';
import type { MemberOrder } from './signed-param.ts';
import { TaskBook } from './task-book.ts';
import { Tokens } from './tokens.ts';

/** The vendor's credentials (1.1). */
export interface Credentials {
  readonly accessId: string;
  readonly accessKey: string;
  readonly accessSecret: string;
}

/** Where the document leaves a choice, and this platform's. May be changed while it runs. */
export interface Dialect {
  /** HTTP `response` as a JSON object, or as a JSON text. Default `object`. */
  response: 'object' | 'text';
  /** `taskids` of a heartbeat, `imgUrls`: an array, or a JSON text of one. Default `array`. */
  lists: 'array' | 'text';
  /** A task's `param` as a JSON text (the table says String) or an object. Default `text`. */
  taskParam: 'text' | 'object';
  /** Photographs by full address, by path, or only the first one as a bare string. Default `full`. */
  imgUrls: 'full' | 'relative' | 'single';
  /** Ids of digits as strings or as bare numbers. Default `string`. */
  ids: 'string' | 'number';
  /** Whether version, size and address of firmware stand in the task's `param` or in the reply. Default `task`. */
  firmwareIn: 'task' | 'reply';
  /** What is RSA-encrypted once there is a public key. Default `response`. */
  encrypts: 'response' | 'body';
  /** Whether an encrypted response is signed as ciphertext. Default false. */
  signsCiphertext: boolean;
  /** Order of the members in a param that is signed without its pictures. Default `table`. */
  memberOrder: MemberOrder;
  /** Members of another type than the tables name are 400_02; else taken with a remark, as the examples do the reverse. Default false. */
  strictTypes: boolean;
}

export const DIALECT: Dialect = {
  response: 'object',
  lists: 'array',
  taskParam: 'text',
  imgUrls: 'full',
  ids: 'string',
  firmwareIn: 'task',
  encrypts: 'response',
  signsCiphertext: false,
  memberOrder: 'table',
  strictTypes: false,
};

export interface BenchSettings {
  readonly credentials: Credentials;
  readonly publicKey: KeyObject | null;
  readonly fieldTables: FieldTables;
  /** A time stamp may be off by so much. */
  readonly clockToleranceMs: number;
  readonly tokenIdleMs: number;
  /** Pictures kept in memory, the newest ones. */
  readonly keepPictures: number;
}

/** What both servers of the platform share: everything that it knows. */
export class Bench extends Journal<SeenRequest> {
  readonly settings: BenchSettings;
  readonly dialect: Dialect;
  readonly rules = newRules(() => this.changed());
  readonly tokens: Tokens;
  readonly tasks = new TaskBook();
  readonly shelf = new Shelf();
  readonly devices = new Map<string, Device>();
  readonly punches: Punch[] = [];
  readonly taskReports: TaskReport[] = [];
  readonly rosters: Roster[] = [];
  readonly #punchHashes = new Map<string, string>();

  constructor(settings: BenchSettings, dialect: Partial<Dialect>) {
    super();
    this.settings = settings;
    this.dialect = { ...DIALECT, ...dialect };
    this.tokens = new Tokens(settings.tokenIdleMs);
  }

  /** Unix ms of the platform's own clock, which may be off. */
  now(): number {
    return Date.now() + (this.rules.look('clockOff')?.ms ?? 0);
  }

  version(): string {
    return 'v1.0.0';
  }

  device(sn: string): Device {
    const known = this.devices.get(sn);
    if (known !== undefined) return known;
    const device: Device = {
      sn,
      connections: 0,
      firstSeenAtMs: Date.now(),
      lastHeartbeatAtMs: null,
      deviceVersion: '',
      deviceIp: '',
    };
    this.devices.set(sn, device);
    return device;
  }

  /** `paramSha256` of the same passage's record where it came before. */
  earlierPunch(punch: Pick<Punch, 'sn' | 'personId' | 'recordTime' | 'type'>): string | null {
    return this.#punchHashes.get(punchKey(punch)) ?? null;
  }

  keepPunch(punch: Punch): void {
    this.punches.push(punch);
    this.#punchHashes.set(punchKey(punch), punch.paramSha256);
    const tooOld = this.punches[this.punches.length - 1 - this.settings.keepPictures];
    if (tooOld !== undefined) tooOld.picture = null;
  }
}

const punchKey = ({ sn, personId, recordTime, type }: Pick<Punch, 'sn' | 'personId' | 'recordTime' | 'type'>): string =>
  JSON.stringify([sn, personId, recordTime, type]);
