import { Fault } from '../shared/fault.ts';

/** A photograph to be stored, with what recognition made of it. */
export interface NewPhotograph {
  /** JPEG. */
  readonly jpeg: Uint8Array;
  /** Embeddings of the face in it, all of the model named by `modelHash`. */
  readonly embeddings: readonly Float32Array[];
  /** SHA-256 of the model's file, as in `models/manifest.json`. */
  readonly modelHash: string;
  /** What is poor about it although it is used, as stable codes such as `photo.blurred`. Default none. */
  readonly flags?: readonly string[];
}

/** Another worker whose face is so like this one's that both may be one person. */
export interface Lookalike {
  readonly workerId: string;
  /** Cosine of the two templates. */
  readonly score: number;
}

/** The whole record of a worker. */
export interface NewWorker {
  /** 1 to 64 characters. */
  readonly id: string;
  /** 1 to 64 characters. */
  readonly name: string;
  /** Where the record came from: `console`, `screen`, `demo` or a platform's name. At most 32 characters. */
  readonly origin: string;
  /** Why he may not enter, at most 200 characters, or null. */
  readonly barredReason: string | null;
  readonly photographs: readonly NewPhotograph[];
  /** Who looks like him, in place of what was known of that. Default: what is known stays. */
  readonly lookalikes?: readonly Lookalike[];
}

const nameMost = 64;
const reasonMost = 200;
const originMost = 32;
/** A stable code of the program's own, such as `photo.blurred`. */
const flagPattern = /^[a-z]+\.[a-zA-Z]{1,32}$/;

/** Control characters and line separators, and those that make text show in another order than it is stored. */
const notPrintable = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
/** Invisible ones as well: two ids must never look the same. */
const notInIds = /\p{Cf}/u;

function requireText(field: string, value: string, most: number): void {
  const length = Array.from(value).length;
  const problem =
    length === 0 || value.trim() !== value
      ? 'is empty or has space at an end'
      : length > most
        ? `is longer than ${most} characters`
        : !value.isWellFormed() || notPrintable.test(value)
          ? 'holds a character that cannot be shown'
          : null;
  if (problem !== null) throw new Fault('worker.invalid', `The worker's ${field} ${problem}`);
}

/** Throws `worker.invalid`. Texts are hostile: they come from a platform or a keyboard. */
export function requireValidWorker(worker: NewWorker): void {
  requireText('id', worker.id, nameMost);
  if (notInIds.test(worker.id)) throw new Fault('worker.invalid', "The worker's id holds an invisible character");
  requireText('name', worker.name, nameMost);
  if (worker.barredReason !== null) requireText('reason for being barred', worker.barredReason, reasonMost);
  requireText('origin', worker.origin, originMost);
  for (const { jpeg, embeddings, flags = [] } of worker.photographs) {
    if (!flags.every((flag) => flagPattern.test(flag))) throw new Fault('internal.bug', 'A flag is no stable code');
    if (jpeg.length === 0) throw new Fault('worker.invalid', 'A photograph is empty');
    const isUsable = embeddings.every((embedding) => embedding.length > 0 && embedding.every(Number.isFinite));
    if (!isUsable) throw new Fault('worker.invalid', 'An embedding is empty or holds a value that is no number');
  }
}
