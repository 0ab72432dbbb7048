import type { ServerResponse } from 'node:http';
import type { AnyRequest, Journal } from './journal.ts';

const TICK_MS = 250;
const MAX_PUNCHES = 60;
const MAX_LINES = 200;

interface Follower {
  readonly response: ServerResponse;
  punch: number;
  line: number;
}

interface Line {
  readonly seq: number;
  readonly text: string;
  readonly isBad: boolean;
}

/** What a page is told. */
export interface FeedSource<R extends AnyRequest> {
  readonly journal: Journal<R>;
  /** One line for people about a request that is settled. */
  readonly describe: (request: R) => string;
  readonly isBad: (request: R) => boolean;
  /** All, in order of arrival. */
  readonly punches: () => readonly object[];
  /** Of a punch what the page shows. */
  readonly viewPunch: (index: number) => object;
  /** Sent whole each time. */
  readonly state: () => object;
}

/** Server-sent events: a few times a second, if something changed, the state and what is new. */
export class EventFeed<R extends AnyRequest> {
  readonly #source: FeedSource<R>;
  readonly #followers = new Set<Follower>();
  readonly #stops: readonly (() => void)[];
  #lines: Line[] = [];
  #lastLine = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(source: FeedSource<R>) {
    this.#source = source;
    this.#stops = [
      source.journal.onChange(() => this.#plan()),
      source.journal.onRequest((request) => {
        this.#lines.push({ seq: ++this.#lastLine, text: source.describe(request), isBad: source.isBad(request) });
        if (this.#lines.length > 2 * MAX_LINES) this.#lines = this.#lines.slice(-MAX_LINES);
      }),
    ];
  }

  follow(response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store' });
    const follower: Follower = { response, punch: 0, line: 0 };
    this.#followers.add(follower);
    response.on('close', () => this.#followers.delete(follower));
    this.#tell(follower);
  }

  close(): void {
    for (const stop of this.#stops) stop();
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const { response } of this.#followers) response.end();
  }

  #plan(): void {
    if (this.#followers.size === 0) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      for (const follower of this.#followers) this.#tell(follower);
    }, TICK_MS);
  }

  #tell(follower: Follower): void {
    const { length } = this.#source.punches();
    const from = Math.max(follower.punch, length - MAX_PUNCHES);
    const news = {
      ...this.#source.state(),
      newPunches: Array.from({ length: length - from }, (_, index) => this.#source.viewPunch(from + index)),
      newLines: this.#lines.filter(({ seq }) => seq > follower.line),
    };
    follower.punch = length;
    follower.line = this.#lastLine;
    follower.response.write(`data: ${JSON.stringify(news)}\n\n`);
  }
}
