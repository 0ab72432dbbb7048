import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';

/**
 * What a province's client gets from the terminal, and what the terminal gets from it. Two provinces, one port: neither
 * side knows which one it talks to.
 */

export type PunchKind = 'face' | 'icCard' | 'healthCode' | 'idCard' | 'qrCode' | 'iris' | 'mobile';

/** What else may be known of a passage; a province sends what its document has a field for. */
export interface PunchDetails {
  /** How the worker was recognised, the main way first. Default: by face alone. */
  readonly kinds?: readonly PunchKind[];
  /** °C. */
  readonly temperature?: number;
  readonly qrCode?: {
    readonly type: 'person' | 'health';
    readonly value: string;
    readonly colour?: 'red' | 'yellow' | 'green';
    readonly cityCode?: string;
  };
  /** Features of the iris, as its reader gives them. */
  readonly irisInfo?: string;
  /** Degrees. */
  readonly coordinate?: { readonly longitude: number; readonly latitude: number };
}

/** A punch on its way to the platform, as the client renders it. Times are ms since the epoch. */
export interface OutboxPunch {
  readonly punchId: number;
  readonly workerId: string;
  readonly atMs: number;
  readonly direction: 'in' | 'out';
  /** Best frame of the passage, JPEG ≤ 60 KB, or null. */
  readonly picture: Uint8Array | null;
  /** Absent: by face alone, nothing else known. The same at every try. */
  readonly details?: PunchDetails;
  /** How often it was sent before. */
  readonly tries: number;
}

/**
 * Punches that the platform has not taken yet. Order: a new punch overtakes other people's backlog, its own person's older
 * ones are pulled forward just before it. Every change is durable when the method returns.
 */
export interface Outbox {
  /** The next ones to send, at most `limit`, without those of `busyWorkers`: theirs must stay in order. */
  next(limit: number, busyWorkers: ReadonlySet<string>): readonly OutboxPunch[];
  /** The platform answered that it took them. */
  taken(punchIds: readonly number[]): void;
  /** A try that did not end in `taken`; the record stays. `error` is a code for the clerk. */
  failed(punchIds: readonly number[], error: string): void;
  /** A refusal about the record itself: kept and shown, not sent again by itself. */
  setAside(punchId: number, error: string): void;
  waiting(): number;
}

/** A person as a platform sends one. */
export interface PlatformPerson {
  readonly id: string;
  readonly name: string;
  /** Pictures that came along, as fetched; null: nothing is said about photographs, those there stay. */
  readonly photographs: readonly Uint8Array[] | null;
  /** True: photographs were named that could not be fetched. Without one that can be used he is admitted no more than before: no bar is lifted. Default false. */
  readonly isPhotographMissing?: boolean;
  /** Why he may not enter, or null; a later person without one lifts it. */
  readonly barredReason: string | null;
}

/** What became of one person; a new photograph that cannot be used never destroys a template that worked. */
export interface PersonOutcome {
  readonly id: string;
  /** False: nothing of this person could be stored. */
  readonly isStored: boolean;
  /** `none`: no photograph came. The others say why the (last) photograph cannot be used. */
  readonly face: 'ok' | 'none' | 'unreadable' | 'noFace' | 'severalFaces' | 'quality';
}

export interface RosterPerson {
  readonly id: string;
  readonly name: string;
  readonly hasTemplate: boolean;
}

/** The roster as a platform changes it. Returned promises resolve when the change is durable and the gallery knows it. */
export interface RosterSync {
  put(person: PlatformPerson): Promise<PersonOutcome>;
  /** Photographs of somebody who will be put soon, the very arrays: they may be looked at meanwhile. A hint; changes nothing. */
  prepare?(photographs: readonly Uint8Array[]): void;
  /** Bars people who stay on the roster; unknown ids are not an error. */
  bar(ids: readonly string[], reason: string): Promise<void>;
  /** Erases people; unknown ids are not an error. Punches stay. */
  remove(ids: readonly string[]): Promise<void>;
  clear(): Promise<void>;
  counts(): { readonly persons: number; readonly faces: number };
  /** Ids in ascending order after `afterId` (null: from the start), at most `limit`. */
  list(afterId: string | null, limit: number): readonly RosterPerson[];
  /** The enrolled photograph, JPEG, or null. */
  photograph(id: string): Uint8Array | null;
}

/** What is known of a task of the platform. */
export type TaskState = 'accepted' | 'done' | 'failed' | 'unsupported';

export interface KnownTask {
  readonly taskId: string;
  readonly state: TaskState;
  /** What was, or is to be, reported; JSON text of the client's own making. */
  readonly report: string | null;
  readonly isReported: boolean;
  /** How often it was finished; 0 while it never was. */
  readonly tries: number;
  /** Attempts in a row that did not end: the program ended in the middle of them. */
  readonly interruptions: number;
  /** When the latest attempt began, ms since the epoch; null: none did. */
  readonly begunAtMs: number | null;
}

/** Tasks survive a restart at any point. Durable when the methods return. */
export interface TaskLedger {
  find(taskId: string): KnownTask | null;
  /** Writes a task down before anything is done for it; a known one keeps its state. `order` is the client's JSON text. */
  accept(taskId: string, order: string): void;
  /** Carried through (or not): `report` waits to be reported. One that was finished before is finished anew: its state is replaced, it waits again. */
  finish(taskId: string, state: Exclude<TaskState, 'accepted'>, report: string): void;
  reported(taskId: string): void;
  /** An attempt begins; it counts as an interruption until `settle`. */
  begin(taskId: string): void;
  /** The attempt ended, whatever its outcome: no interruptions any more. */
  settle(taskId: string): void;
  /** Those with `least` interruptions or more, oldest first. */
  interrupted(least: number): readonly KnownTask[];
  /** Accepted and not finished, oldest first: to be done again after a restart. */
  unfinished(): readonly { readonly taskId: string; readonly order: string }[];
  /** Finished and not yet reported, oldest first. */
  unreported(): readonly KnownTask[];
}

/**
 * An order of new firmware. Resolves with `done` only when the new version was healthy, with `failed` when it was refused or taken
 * back; `unsupported`: this terminal cannot update itself. Where the program restarts for it the promise never
 * resolves; the same order given after the restart goes on where it was.
 */
export interface FirmwareUpdater {
  order(firmware: {
    /** The platform's task: one order, however often it is given. */
    readonly orderId: string;
    readonly version: string;
    readonly sizeBytes: number | null;
    readonly url: string;
  }): Promise<'done' | 'failed' | 'unsupported'>;
}

/**
 * - `unencrypted`: as `ok`, but others on the way can read and change what is sent;
 * - `rejected`: it refuses, or cannot be understood: a person has to mend something;
 * - `troubled`: it has troubles of its own and says so;
 * - `photographsMissing`: a host of photographs cannot be reached, or must not be used;
 * - `taskSetAside`: a task ended the program again and again, and was left.
 * - `clockOff`: all works, but the terminal's clock differs from the platform's, and punches carry the terminal's.
 */
export type PlatformState =
  'connecting' | 'ok' | 'unencrypted' | 'offline' | 'rejected' | 'troubled' | 'photographsMissing' | 'taskSetAside' | 'clockOff';

/** People of a task. */
export interface Progress {
  readonly done: number;
  /** Null: not known. */
  readonly total: number | null;
}

/** One call of the platform as the technician sees it: when, how long, how much, how it ended; never what was in it. */
export interface PlatformCall {
  /** As the province's document names it: `C_SIGN_IN`, `UploadData`. */
  readonly name: string;
  /** ms since the epoch. */
  readonly atMs: number;
  readonly tookMs: number;
  /** Null: no answer came. */
  readonly sentBytes: number | null;
  readonly receivedBytes: number | null;
  /** The platform's code, or that of the `Fault` when no answer came. */
  readonly code: string;
  /** The platform took the call. */
  readonly isFine: boolean;
}

/** All that a client may lean on. */
export interface PlatformHost {
  readonly outbox: Outbox;
  readonly roster: RosterSync;
  readonly tasks: TaskLedger;
  readonly firmware: FirmwareUpdater;
  readonly clock: Clock;
  readonly log: Log;
  /** 0 ≤ x < 1, for jitter. */
  readonly random: () => number;
  /** Version that really runs, for heartbeats. */
  readonly deviceVersion: string;
  /** Shown to the technician; `detail` is a stable code or technical text, never personal data. */
  readonly report: (state: PlatformState, detail: string | null) => void;
  /** Progress of a large roster, shown and logged; null: it goes on no longer, whether it ended or broke off. */
  readonly progress: (people: Progress | null) => void;
  /** After each call, whatever came of it. Default: nobody looks. */
  readonly called?: (call: PlatformCall) => void;
}

/** A province's client, running from its making until `close`. */
export interface PlatformClient {
  /** A punch was just recorded: send at once. */
  punchMade(): void;
  close(): Promise<void>;
}
