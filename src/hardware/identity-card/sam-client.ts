import { Fault } from '../../shared/fault.ts';
import type { ByteLink } from '../byte-link.ts';
import { encodeSamCommand, preamble, SamDecoder, type SamCommand, type SamReply } from './sam-frame.ts';

/** A reply, or why there is none: `reader.timeout`, `reader.badFrame` or `link.closed`. */
export type SamAnswer = { readonly kind: 'reply'; readonly reply: SamReply } | { readonly kind: 'none'; readonly fault: Fault };

export interface SamClientOptions {
  /** Something came: its first bytes in hex, never those of a card, and the bytes passed over so far. */
  readonly onHeard: (hex: string, discardedBytes: number) => void;
}

/** Preamble, length and status: all of a reply that says nothing of a person. */
const shownBytes = preamble.length + 2 + 3;

/** Asks the module one thing at a time. Opened per connection; ends with it. */
export class SamClient {
  readonly #link: ByteLink;
  readonly #options: SamClientOptions;
  readonly #decoder = new SamDecoder();
  #pending: ((answer: SamAnswer) => void) | null = null;
  #isOpen = true;

  constructor(link: ByteLink, options: SamClientOptions) {
    this.#link = link;
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Reads the link until it ends. To be started once, before the first command. Never rejects. */
  async run(): Promise<void> {
    try {
      for await (const chunk of this.#link.incoming) this.#receive(chunk);
    } catch {
      // A broken link and an ended one are the same to us.
    }
    this.#isOpen = false;
    this.#pending?.({ kind: 'none', fault: new Fault('link.closed', 'the line was lost') });
  }

  /** Sends a command and waits at most `timeoutMs` for the reply. Never rejects; one at a time. */
  async ask(command: SamCommand, timeoutMs: number): Promise<SamAnswer> {
    if (this.#pending) throw new Fault('internal.bug', 'two commands to the module at once');
    if (!this.#isOpen) return { kind: 'none', fault: new Fault('link.closed', 'the line is closed') };
    this.#decoder.drop(); // what is left of an earlier reply answers nothing any more
    const badBefore = this.#decoder.badFrames;
    const { promise, resolve } = Promise.withResolvers<SamAnswer>();
    this.#pending = resolve;
    const late = (): void => {
      const isSpoilt = this.#decoder.badFrames > badBefore;
      const fault = isSpoilt
        ? new Fault('reader.badFrame', `${command}: the reply was no frame`)
        : new Fault('reader.timeout', `${command}: no reply within ${timeoutMs} ms`);
      resolve({ kind: 'none', fault });
    };
    const timer = setTimeout(late, timeoutMs);
    this.#link.send(encodeSamCommand(command)).catch((cause: unknown) => {
      resolve({ kind: 'none', fault: Fault.from(cause, 'link.closed', 'the line is closed') });
    });
    const answer = await promise;
    clearTimeout(timer);
    this.#pending = null;
    return answer;
  }

  #receive(chunk: Uint8Array): void {
    const replies = this.#decoder.push(chunk);
    this.#options.onHeard(Buffer.from(chunk.subarray(0, shownBytes)).toString('hex'), this.#decoder.discardedBytes);
    const [reply] = replies; // a second one answers nothing that was asked
    if (reply !== undefined) this.#pending?.({ kind: 'reply', reply });
  }
}
