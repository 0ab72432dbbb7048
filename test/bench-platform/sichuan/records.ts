import type { Json } from '../json.ts';
import type { AnyRequest } from '../journal.ts';
import type { Person } from '../people-folder.ts';
import type { DelType, UserType } from './dictionaries.ts';

/** An attendance record as it arrived (5.3.4). */
export interface Punch {
  readonly seq: number;
  /** Unix ms, this machine's clock. */
  readonly arrivedAtMs: number;
  readonly sn: string;
  readonly userId: string;
  /** 1 in, 2 out (6.7). */
  readonly type: number;
  /** As sent, `yyyy-MM-dd HH:mm:ss` in Beijing. */
  readonly recogTime: string;
  /** Unix ms of `recogTime`. */
  readonly recogAtMs: number;
  /** The list element's own text: a repeat must have the same. */
  readonly recordText: string;
  /** Number of the packet that it came in, from 1. */
  readonly packet: number;
  /** Records in that packet. */
  readonly packetSize: number;
  /** The record of the same passage (device, person, time, type) came before; a remark says where it was not byte for byte the same. */
  readonly isRepeat: boolean;
  /** `lost`: the device cannot know that this was taken. */
  reply: 'pending' | 'sent' | 'lost';
  /** What a strict reader of the document would mind. */
  readonly remarks: readonly string[];
}

/** A person whom the device registered (5.2). */
export interface Registration {
  readonly seq: number;
  readonly atMs: number;
  readonly sn: string;
  /** What the platform answered; the same person has the same. */
  readonly userId: string;
  readonly name: string;
  readonly userType: UserType;
  /** All parameters but the two pictures, Idno decrypted. */
  readonly fields: Readonly<Record<string, string>>;
  readonly idphoto: Uint8Array;
  readonly photo: Uint8Array;
  readonly isRepeat: boolean;
  readonly remarks: readonly string[];
}

/** A task's outcome as the device told it (5.3.3). */
export interface TaskResult {
  readonly atMs: number;
  readonly sn: string;
  readonly id: string;
  /** 0 done, 1 failed (6.4). */
  readonly result: number;
  readonly msg: string;
  /** The task had a result already. */
  readonly isRepeat: boolean;
}

export type TaskState = 'waiting' | 'announced' | 'fetched' | 'done' | 'failed';

/** A member of a removal. */
export interface Removal {
  readonly userId: string;
  readonly name: string;
  readonly delType: DelType;
}

export interface Task {
  readonly id: string;
  readonly createdAtMs: number;
  /** null until the first device that asks takes it. */
  sn: string | null;
  state: TaskState;
  /** How often its content was asked for. */
  fetches: number;
  readonly order:
    | { readonly kind: 'add'; readonly people: readonly Person[]; readonly userType: UserType }
    | { readonly kind: 'remove'; readonly people: readonly Removal[] }
    | { readonly kind: 'raw'; readonly type: number; readonly content: Json };
}

export interface Device {
  readonly sn: string;
  readonly firstSeenAtMs: number;
  lastOnlineAtMs: number | null;
  /** Calls of Online that were taken. */
  heartbeats: number;
}

/** A request; its outcome is the Result and its meaning, or what befell it (`dropped`, `hung` …). */
export interface SeenRequest extends AnyRequest {
  readonly remote: string;
  readonly isTls: boolean;
  /** The Host that the device asked for. */
  readonly host: string;
  /** The last part of the path; the whole path where it is no method. */
  readonly method: string;
  readonly sn: string;
  /** As sent; pictures and other long values shortened. */
  readonly fields: Readonly<Record<string, string>>;
  /** What the request is about, for people. */
  detail: string;
}
