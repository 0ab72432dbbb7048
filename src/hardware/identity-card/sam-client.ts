import { Fault } from '../../shared/fault.ts';
import type { ByteLink } from '../byte-link.ts';
import { pause } from '../readers/pause.ts';
import { encodeSamCommand, preamble, SamDecoder, type SamCommand, type SamReply } from './sam-frame.ts';
import { samStatus } from './sam-status.ts';

/** A reply, or why there is none: `reader.timeout`, `reader.badFrame` or `link.closed`. */
export type SamAnswer = { readonly kind: 'reply'; readonly reply: SamReply } | { readonly kind: 'none'; readonly fault: Fault };

export interface SamClientOptions {
  /** Something came: its first bytes in hex, never those of a card, and the bytes passed over so far. */
  readonly onHeard: (hex: string, discardedBytes: number) => void;
}

/** Preamble, length and status: all of a reply that says nothing of a person. */
const shownBytes = preamble.length + 2 + 3;

/** Much longer than the pauses within a reply. */
const silenceMs = 300;
const silenceTries = 5;
/** More data than this comes with a card's contents alone. */
const mostShortData = 64;

/**
 * Whether a reply can be that of the command: replies do not name theirs, but success looks different for each, and a card's
 * contents must never be taken for anything else. What went wrong can be said of any.
 */
function canAnswer(command: SamCommand, { status, data }: SamReply): boolean {
  if (status === samStatus.found) return command === 'find';
  if (status !== samStatus.done) return true;
  return command !== 'find' && (command === 'readTextAndPhoto') === data.length > mostShortData;
}

/** Asks the module one thing at a time. Opened per connection; ends with it. */
export class SamClient {
  readonly #link: ByteLink;
  readonly #options: SamClientOptions;
  readonly #decoder = new SamDecoder();
  readonly #ended = new AbortController();
  #pending: { readonly command: SamCommand; readonly settle: (answer: SamAnswer) => void } | null = null;
  #isOpen = true;
  /** A command had no reply: it may still come, and must not answer what is asked later, which may be of another card. */
  #isOwed = false;
  /** Times that anything came. */
  #heard = 0;

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
    this.#ended.abort();
    this.#pending?.settle({ kind: 'none', fault: new Fault('link.closed', 'the line was lost') });
  }

  /**
   * Sends a command and waits at most `timeoutMs` for the reply. After one without a reply the line must fall silent first;
   * what comes meanwhile is dropped. Never rejects; one at a time.
   */
  async ask(command: SamCommand, timeoutMs: number): Promise<SamAnswer> {
    if (this.#pending) throw new Fault('internal.bug', 'two commands to the module at once');
    if (this.#isOwed && !(await this.#fallsSilent())) {
      return { kind: 'none', fault: new Fault('reader.badFrame', 'the line does not fall silent') };
    }
    if (!this.#isOpen) return { kind: 'none', fault: new Fault('link.closed', 'the line is closed') };
    this.#isOwed = false;
    this.#decoder.drop(); // what is left of an earlier reply answers nothing any more
    const badBefore = this.#decoder.badFrames;
    const { promise, resolve } = Promise.withResolvers<SamAnswer>();
    this.#pending = { command, settle: resolve };
    const late = (): void => {
      const isSpoilt = this.#decoder.badFrames > badBefore;
      const fault = isSpoilt
        ? new Fault('reader.badFrame', `${command}: the reply was no frame`)
        : new Fault('reader.timeout', `${command}: no reply within ${timeoutMs} ms`);
      this.#isOwed = true;
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
    this.#heard += 1;
    const pending = this.#pending;
    if (pending === null) return;
    const reply = replies.find((one) => canAnswer(pending.command, one)); // a second one answers nothing that was asked
    if (reply !== undefined) pending.settle({ kind: 'reply', reply });
  }

  async #fallsSilent(): Promise<boolean> {
    for (let tries = 0; tries < silenceTries; tries += 1) {
      const heardBefore = this.#heard;
      await pause(silenceMs, this.#ended.signal);
      if (this.#heard === heardBefore) return true;
    }
    return false;
  }
}
