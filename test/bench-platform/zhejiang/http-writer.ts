import { setTimeout as pause } from 'node:timers/promises';
import type { ServerResponse } from 'node:http';
import type { RuleBook } from './misbehaviour.ts';
import { garbled } from './tcp-writer.ts';

const TRICKLE_PAUSE_MS = 1;

/** Answers one HTTP request, as badly as the rules want. */
export class HttpWriter {
  readonly #response: ServerResponse;
  readonly #rules: RuleBook;
  readonly #closed = new AbortController();

  constructor(response: ServerResponse, rules: RuleBook) {
    this.#response = response;
    this.#rules = rules;
    response.once('close', () => this.#closed.abort());
  }

  /** @returns whether the device got the body whole, as far as this side can know. */
  async send(apicode: string, body: string): Promise<boolean> {
    const isGarbled = this.#rules.take('garble', apicode) !== null;
    const plain = Buffer.from(body, 'utf8');
    const bytes = isGarbled ? garbled(plain) : plain;
    const lost = this.#rules.take('loseReply', apicode);
    if (lost !== null) {
      if (lost.cut === true) this.#response.destroy();
      return false;
    }
    const delay = this.#rules.take('delay', apicode);
    if (delay !== null && !(await this.#wait(delay.ms))) return false;
    if (this.#response.destroyed) return false;
    this.#response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': bytes.length });
    if (this.#rules.take('halfMessage', apicode) !== null) {
      this.#response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => this.#response.destroy());
      return false;
    }
    const trickle = this.#rules.take('trickle', apicode);
    const piece = trickle === null ? bytes.length : Math.max(1, trickle.pieceBytes ?? 1);
    for (let at = 0; at < bytes.length; at += piece) {
      this.#response.write(bytes.subarray(at, at + piece));
      if (trickle !== null && !(await this.#wait(TRICKLE_PAUSE_MS))) return false;
    }
    return new Promise((resolve) => {
      this.#response.once('close', () => resolve(this.#response.writableFinished && !isGarbled));
      this.#response.end();
    });
  }

  /** @returns false where the connection ended meanwhile. */
  async #wait(ms: number): Promise<boolean> {
    return pause(ms, true, { signal: this.#closed.signal }).catch(() => false);
  }
}
