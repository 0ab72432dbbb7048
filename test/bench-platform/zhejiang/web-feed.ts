import type { ServerResponse } from 'node:http';
import { describeRequest } from './describe.ts';
import type { ZhejiangPlatform } from './platform.ts';
import type { Punch, Task } from './records.ts';

const TICK_MS = 250;
const MAX_PUNCHES = 60;
const MAX_LINES = 200;
const MAX_TASKS = 100;
/** A device without a heartbeat for a minute is offline (2.2.1). */
const OFFLINE_MS = 60_000;

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

/** Server-sent events: a few times a second, if something changed, the state and what is new. */
export class WebFeed {
  readonly #platform: ZhejiangPlatform;
  readonly #followers = new Set<Follower>();
  readonly #stops: readonly (() => void)[];
  #lines: Line[] = [];
  #lastLine = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(platform: ZhejiangPlatform) {
    this.#platform = platform;
    this.#stops = [
      platform.bench.onChange(() => this.#plan()),
      platform.bench.onRequest((request) => {
        const isBad = !/^(ok$|200 )/.test(request.outcome) || request.remarks.length > 0;
        this.#lines.push({ seq: ++this.#lastLine, text: describeRequest(request), isBad });
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
    const { punches } = this.#platform;
    const news = {
      ...this.#state(),
      newPunches: punches.slice(Math.max(follower.punch, punches.length - MAX_PUNCHES)).map((punch) => punchView(punch)),
      newLines: this.#lines.filter(({ seq }) => seq > follower.line),
    };
    follower.punch = punches.length;
    follower.line = this.#lastLine;
    follower.response.write(`data: ${JSON.stringify(news)}\n\n`);
  }

  #state() {
    const { bench, tcpAddress, httpAddress, punches, taskReports, rosters, dialect } = this.#platform;
    return {
      nowMs: Date.now(),
      addresses: { tcp: tcpAddress, http: httpAddress },
      credentials: bench.settings.credentials,
      isEncrypting: bench.settings.publicKey !== null,
      dialect,
      counts: { punches: punches.length, repeats: punches.filter((punch) => punch.isRepeat).length, reports: taskReports.length },
      devices: [...bench.devices.values()].map((device) => ({ ...device, offlineAfterMs: OFFLINE_MS })),
      tasks: bench.tasks.all.slice(-MAX_TASKS).reverse().map((task) => this.#taskView(task)), // prettier-ignore
      rosters: rosters.slice(-5).map(({ pages, ...roster }) => ({ ...roster, people: [...pages.values()].flat().length })),
      rules: bench.rules.rules.map(({ id, what, left }) => ({ id, what, left: left === Infinity ? null : left })),
    };
  }

  #taskView(task: Task) {
    const report = this.#platform.taskReports.findLast(({ taskid }) => taskid === task.taskid) ?? null;
    const roster = this.#platform.rosters.findLast(({ taskid }) => taskid === task.taskid);
    return {
      taskid: task.taskid,
      apicode: task.apicode,
      sn: task.sn,
      state: task.state,
      createdAtMs: task.createdAtMs,
      count: task.people?.length ?? task.personIds?.length ?? null,
      firmware: task.firmware?.version ?? null,
      pagesAsked: task.pagesAsked.length,
      rosterPeople: roster === undefined ? null : [...roster.pages.values()].flat().length,
      report,
    };
  }
}

const punchView = ({ picture, ...punch }: Punch) => ({ ...punch, hasPicture: picture !== null });
