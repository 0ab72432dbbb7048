import type { Json, JsonObject } from '../json.ts';
import type { AnyRequest } from '../journal.ts';
import type { Person } from '../people-folder.ts';
import type { Apicode } from './signatures.ts';

/** An attendance record as it arrived (2.3). */
export interface Punch {
  readonly seq: number;
  /** Unix ms, this machine's clock. */
  readonly arrivedAtMs: number;
  readonly sn: string;
  readonly personId: string;
  /** Unix ms. */
  readonly recordTime: number;
  readonly type: string;
  /** `param` without `img`. */
  readonly record: JsonObject;
  /** SHA-256 of `param` as it was sent, picture included: a repeat must have the same. */
  readonly paramSha256: string;
  /** The decoded `img`; null where none came or where it is no longer kept. */
  picture: Buffer | null;
  readonly pictureBytes: number;
  /** The record of the same passage (device, person, time, type) came before; a remark says where it was not byte for byte the same. */
  readonly isRepeat: boolean;
  /** `lost`: the device cannot know that this was taken. */
  reply: 'pending' | 'sent' | 'lost';
  /** What a strict reader of the document would mind. */
  readonly remarks: readonly string[];
}

/** A member of `failedPersons` or `failedFaces` (3.2.2). */
export interface FailedPerson {
  readonly personId: string;
  readonly errCode: string;
}

/** A task's outcome as the device reported it (3.2). */
export interface TaskReport {
  readonly atMs: number;
  readonly sn: string;
  readonly taskid: string;
  /** 1 done, 2 failed, 3 unsupported. */
  readonly status: number;
  readonly personCount: number;
  readonly faceCount: number;
  readonly failedPersons: readonly FailedPerson[];
  readonly failedFaces: readonly FailedPerson[];
}

export type TaskState = 'waiting' | 'announced' | 'fetched' | 'done' | 'failed' | 'unsupported';

/** The firmware of an order (3.7). */
export interface Firmware {
  readonly version: string;
  /** Bytes. */
  readonly size: number;
  /** Absolute, or a path on this server. */
  readonly url: string;
}

export interface Task {
  readonly taskid: string;
  readonly apicode: Apicode;
  readonly createdAtMs: number;
  /** null until the first device that asks takes it. */
  sn: string | null;
  state: TaskState;
  /** Pages asked for, in order. */
  readonly pagesAsked: number[];
  readonly people?: readonly Person[];
  readonly personIds?: readonly string[];
  readonly excludeFields?: readonly string[];
  readonly firmware?: Firmware;
}

/** A person as the device has him (3.8.2). */
export interface RosterPerson {
  readonly personId: string;
  readonly name: string | null;
  readonly hasImg: number | null;
  /** Bytes of the decoded `img`; null where none came. */
  readonly imgBytes: number | null;
  readonly members: JsonObject;
}

/** What a device answered to T_POST_DEVICE_PERSON; grows page by page. */
export interface Roster {
  readonly taskid: string;
  readonly sn: string;
  totalPage: number;
  readonly pages: Map<number, readonly RosterPerson[]>;
}

/** A request; its outcome is `ok`, an error code, or what befell it (`dropped`, `hung`, `malformed …`). */
export interface SeenRequest extends AnyRequest {
  readonly via: 'tcp' | 'http' | 'file';
  readonly remote: string;
  readonly apicode: string;
  readonly sn: string;
  /** Token, time stamp and so on as sent, `param` left out. */
  readonly fields: Readonly<Record<string, string>>;
  /** Pictures shortened. */
  readonly param: Json;
}

export interface Device {
  readonly sn: string;
  connections: number;
  firstSeenAtMs: number;
  lastHeartbeatAtMs: number | null;
  deviceVersion: string;
  deviceIp: string;
}
