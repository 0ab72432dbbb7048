import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { Fault, type FaultCode } from '../../shared/fault.ts';
import type { Json } from '../tolerant-json.ts';
import { openContent, readEnvelope } from './reply.ts';
import { encryptSlices } from './sm4.ts';
import type { OpenedContent, OpenedReply, Sm4Answer, Sm4Calls, Sm4Request, Sm4WorkerData } from './sm4-calls.ts';
import { readTaskEntry, type TaskEntry } from './task-entry.ts';

/** The thread that reads long answers: nothing of them passes through main's event loop but the people, a few at a time. */

const { encoding, ...key } = workerData as Sm4WorkerData;
const lists = new Map<number, Json[]>();
let lastHandle = 0;

type Answers = { readonly [N in keyof Sm4Calls]: (input: Sm4Calls[N]['input']) => Promise<Sm4Calls[N]['output']> };

const answers: Answers = {
  open: async ({ body, wants, contentAt }): Promise<OpenedReply> => {
    const { result, message, content } = readEnvelope(body);
    if (!contentAt.includes(result)) return { result, message, content: { kind: 'none' } };
    return { result, message, content: await opened(content, wants) };
  },
  take: async ({ handle, count }) => {
    const list = lists.get(handle);
    // The thread before this one had it.
    if (!list) throw new Fault('platform.cannotDecrypt', 'the decrypted list is gone');
    return list.splice(-count).reverse().map(readTaskEntry);
  },
  drop: async ({ handle }) => {
    lists.delete(handle);
    return null;
  },
  encrypt: async ({ text }) => {
    const sealed: Uint8Array[] = [];
    for (const slice of encryptSlices(Buffer.from(text, 'utf8'), key)) {
      sealed.push(slice);
      await setImmediate();
    }
    return Buffer.concat(sealed).toString(encoding);
  },
};

async function opened(content: Json | undefined, wants: 'value' | 'people'): Promise<OpenedContent> {
  try {
    // Whoever has nobody to name says so, with an empty list or text (5.3.1): an answer cut short must not pass for done.
    if (wants === 'people' && (content ?? null) === null) throw new Fault('platform.badReply', 'an answer without Content');
    const value = await openContent(content, key);
    if (wants === 'value') return value === null ? { kind: 'none' } : { kind: 'value', value };
    return keep(value ?? []);
  } catch (error) {
    return { kind: 'unreadable', ...partsOf(Fault.from(error, 'platform.badReply', 'Content cannot be read')) };
  }
}

function keep(value: Json): OpenedContent {
  if (!Array.isArray(value)) throw new Fault('platform.badReply', 'Content is no list of people');
  lastHandle += 1;
  // Taken from the end: what was handed over is free at once.
  lists.set(lastHandle, (value as readonly Json[]).toReversed());
  return { kind: 'people', handle: lastHandle, count: value.length };
}

async function answer<N extends keyof Sm4Calls>({ id, name, input }: Sm4Request<N>): Promise<void> {
  try {
    const value = await answers[name](input);
    send({ id, kind: 'value', value }, name === 'take' ? photographsIn(value as readonly TaskEntry[]) : []);
  } catch (error) {
    send({ id, kind: 'fault', ...partsOf(Fault.from(error, 'internal.bug', 'the SM4 thread failed')) }, []);
  }
}

/** A `Fault` is made anew on the other side, which adds the code to its message again. */
function partsOf({ code, message }: Fault): { readonly code: FaultCode; readonly message: string } {
  return { code, message: message.replace(` [${code}]`, '') };
}

function photographsIn(entries: readonly TaskEntry[]): ArrayBuffer[] {
  return entries.flatMap((entry) =>
    entry.kind === 'add' && entry.photograph?.buffer instanceof ArrayBuffer ? [entry.photograph.buffer] : [],
  );
}

function send(message: Sm4Answer, transfer: ArrayBuffer[]): void {
  parentPort?.postMessage(message, transfer);
}

parentPort?.on('message', (request: Sm4Request) => void answer(request));
