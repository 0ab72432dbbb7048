import { setTimeout as pause } from 'node:timers/promises';
import type { Socket } from 'node:net';
import { garbled } from '../garbled.ts';
import { frame } from './framing.ts';
import type { Rules } from './misbehaviour.ts';
import { encodeFields } from './protobuf.ts';

const GLUE_MS = 300;
const TRICKLE_PAUSE_MS = 1;
const LENGTHS = {
  zero: Buffer.from([0]),
  huge: Buffer.from([0xff, 0xff, 0xff, 0xff, 0x07]),
  endless: Buffer.alloc(12, 0xff),
} as const;

/** Writes packets to one connection, as badly as the rules want. */
export class TcpWriter {
  readonly #socket: Socket;
  readonly #rules: Rules;
  readonly #closed = new AbortController();
  #held: Buffer[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  constructor(socket: Socket, rules: Rules) {
    this.#socket = socket;
    this.#rules = rules;
    socket.once('close', () => this.#closed.abort());
  }

  /** @returns whether the device got the packet whole, as far as this side can know. */
  async send(apicode: string, packet: Buffer): Promise<boolean> {
    const unknown = this.#rules.take('unknownFields', apicode) !== null;
    const content = unknown ? Buffer.concat([packet, encodeFields([[99, 'unknown'], [100, true]])]) : packet; // prettier-ignore
    const isGarbled = this.#rules.take('garble', apicode) !== null;
    const bytes = frame(isGarbled ? garbled(content) : content);
    const lost = this.#rules.take('loseReply', apicode);
    if (lost !== null) {
      if (lost.cut === true) this.#socket.destroy();
      return false;
    }
    const delay = this.#rules.take('delay', apicode);
    if (delay !== null && !(await this.#wait(delay.ms))) return false;
    const length = this.#rules.take('badLength', apicode);
    if (length !== null) await this.#write(LENGTHS[length.form]);
    if (this.#rules.take('halfMessage', apicode) !== null) {
      await this.#write(bytes.subarray(0, Math.ceil(bytes.length / 2)));
      this.#socket.destroySoon();
      return false;
    }
    const copies = this.#rules.take('duplicate', apicode);
    const all = copies === null ? bytes : Buffer.concat(Array<Buffer>(copies.copies ?? 2).fill(bytes));
    return (await this.#pass(apicode, all)) && !isGarbled && (length === null || length.form === 'zero');
  }

  async #pass(apicode: string, bytes: Buffer): Promise<boolean> {
    const glue = this.#rules.take('glue', apicode);
    if (glue !== null) {
      this.#held.push(bytes);
      if (this.#held.length === 1) await this.#wait(glue.holdMs ?? GLUE_MS);
      return this.#write(Buffer.alloc(0));
    }
    const trickle = this.#rules.take('trickle', apicode);
    if (trickle === null) return this.#write(bytes);
    // Other replies wait: pieces of two must not mix.
    const turn = this.#turn.then(async () => {
      const piece = Math.max(1, trickle.pieceBytes ?? 1);
      for (let at = 0; at < bytes.length; at += piece) {
        this.#socket.write(bytes.subarray(at, at + piece));
        if (!(await this.#wait(TRICKLE_PAUSE_MS))) return false;
      }
      return true;
    });
    this.#turn = turn;
    return turn;
  }

  async #write(bytes: Buffer): Promise<boolean> {
    const turn = this.#turn.then(async () => {
      const all = Buffer.concat([...this.#held, bytes]);
      this.#held = [];
      if (this.#socket.destroyed) return false;
      if (all.length === 0) return true;
      return new Promise<boolean>((resolve) =>
        this.#socket.write(all, (error) => resolve(error === undefined || error === null)),
      );
    });
    this.#turn = turn;
    return turn;
  }

  /** @returns false where the connection ended meanwhile. */
  async #wait(ms: number): Promise<boolean> {
    return pause(ms, true, { signal: this.#closed.signal }).catch(() => false);
  }
}
