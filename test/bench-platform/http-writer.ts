import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { garbled } from './garbled.ts';

const TRICKLE_PAUSE_MS = 1;

/** What goes wrong with one reply. Asked in this order, each only where it still matters. */
export interface ReplyTrouble {
  garble(): boolean;
  /** Not answered; `cut`: and the connection closed. */
  lose(): { readonly cut?: boolean } | null;
  delayMs(): number | null;
  /** Half of it, then the connection is cut. */
  halve(): boolean;
  /** Bytes of each piece. */
  trickle(): number | null;
}

/** What is answered. */
export interface HttpReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Answers one HTTP request, as badly as it is told. @returns whether the device got the body whole, as far as this side can know. */
export async function sendReply(response: ServerResponse, reply: HttpReply, trouble: ReplyTrouble): Promise<boolean> {
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  const wait = async (ms: number): Promise<boolean> => pause(ms, true, { signal: closed.signal }).catch(() => false);
  const isGarbled = trouble.garble();
  const plain = typeof reply.body === 'string' ? Buffer.from(reply.body, 'utf8') : reply.body;
  const bytes = isGarbled ? garbled(plain) : plain;
  const lost = trouble.lose();
  if (lost !== null) {
    if (lost.cut === true) response.destroy();
    return false;
  }
  const delayMs = trouble.delayMs();
  if (delayMs !== null && !(await wait(delayMs))) return false;
  if (response.destroyed) return false;
  const type = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': bytes.length };
  response.writeHead(reply.status ?? 200, { ...type, ...reply.headers });
  if (trouble.halve()) {
    response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.destroy());
    return false;
  }
  const pieceBytes = trouble.trickle();
  const piece = pieceBytes === null ? bytes.length : Math.max(1, pieceBytes);
  for (let at = 0; at < bytes.length; at += piece) {
    response.write(bytes.subarray(at, at + piece));
    if (pieceBytes !== null && !(await wait(TRICKLE_PAUSE_MS))) return false;
  }
  response.end();
  if (!closed.signal.aborted) await once(response, 'close');
  return response.writableFinished && !isGarbled;
}
