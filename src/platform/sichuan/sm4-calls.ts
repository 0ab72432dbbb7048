import type { FaultCode } from '../../shared/fault.ts';
import type { Json } from '../tolerant-json.ts';
import type { CipherEncoding } from './sm4.ts';
import type { Sm4Key } from './sm4-key.ts';
import type { TaskEntry } from './task-entry.ts';

/** Content of an answer as the thread gives it: a short value as a whole, a list of people to be taken bit by bit. */
export type OpenedContent =
  | { readonly kind: 'none' }
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'people'; readonly handle: number; readonly count: number }
  | { readonly kind: 'unreadable'; readonly code: FaultCode; readonly message: string };

export interface OpenedReply {
  readonly result: number;
  readonly message: string;
  readonly content: OpenedContent;
}

/** What the thread answers: name → input and output. */
export interface Sm4Calls {
  /** Reads an answer; its Content only where `contentAt` has its Result. */
  readonly open: {
    readonly input: { readonly body: Uint8Array; readonly wants: 'value' | 'people'; readonly contentAt: readonly number[] };
    readonly output: OpenedReply;
  };
  /** The next people of a list, at most `count`; taken once. */
  readonly take: { readonly input: { readonly handle: number; readonly count: number }; readonly output: readonly TaskEntry[] };
  /** The list is not needed any longer. */
  readonly drop: { readonly input: { readonly handle: number }; readonly output: null };
  readonly encrypt: { readonly input: { readonly text: string }; readonly output: string };
}

export interface Sm4Request<N extends keyof Sm4Calls = keyof Sm4Calls> {
  readonly id: number;
  readonly name: N;
  readonly input: Sm4Calls[N]['input'];
}

export type Sm4Answer =
  | { readonly id: number; readonly kind: 'value'; readonly value: unknown }
  | { readonly id: number; readonly kind: 'fault'; readonly code: FaultCode; readonly message: string };

export interface Sm4WorkerData extends Sm4Key {
  readonly encoding: CipherEncoding;
}
