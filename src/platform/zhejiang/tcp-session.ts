import type { Log } from '../../shared/log.ts';
import { Fault } from '../../shared/fault.ts';
import { BackOff } from '../back-off.ts';
import { pause } from '../pause.ts';
import type { Authority, Outcome } from './authority.ts';
import type { Codec, WireReply } from './codec.ts';
import { openCommandLink, type CommandLink } from './command-link.ts';
import type { Commands } from './commands.ts';
import type { Timing } from './config.ts';
import { closesTheDoor, troubleOf, type Refusal } from './error-policy.ts';
import type { Problems } from '../problems.ts';
import type { Reply } from './reply.ts';

export interface TcpSessionOptions {
  /** `host:port`. */
  readonly address: string;
  readonly heartbeatSeconds: number;
  readonly deviceVersion: string;
  readonly codec: Codec;
  readonly commands: Commands;
  readonly authority: Authority;
  readonly problems: Problems;
  readonly timing: Timing;
  readonly log: Log;
  readonly random: () => number;
  /** True while the platform takes what is sent; called on changes. */
  readonly onOnline: (isOnline: boolean) => void;
  /** A heartbeat was answered. */
  readonly onHeartbeat: (reply: Reply) => void;
  readonly onPushed: (packet: WireReply) => void;
}

/** Keeps the connection: connects, sends heartbeats, comes back after a loss. */
export class TcpSession {
  readonly #options: TcpSessionOptions;
  readonly #stop = new AbortController();
  readonly #reconnect: BackOff;
  readonly #refused: BackOff;
  #link: CommandLink | null = null;
  #isOnline = false;
  #ended: Promise<void> | null = null;

  constructor(options: TcpSessionOptions) {
    this.#options = options;
    this.#reconnect = new BackOff(options.timing.reconnect, options.random);
    this.#refused = new BackOff(options.timing.refused, options.random);
  }

  /** The connection as it is now, or null. */
  get link(): CommandLink | null {
    return this.#link;
  }

  start(): void {
    this.#ended ??= this.#run();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#link?.close();
    await this.#ended;
  }

  async #run(): Promise<void> {
    const { log } = this.#options;
    const signal = this.#stop.signal;
    while (!signal.aborted) {
      try {
        const { address, codec, timing, onPushed } = this.#options;
        this.#link = await openCommandLink({ address, codec, timing, onPushed, signal });
        log.info('platform', 'connected');
        await this.#beat(this.#link);
      } catch (error) {
        await this.#afterLoss(Fault.from(error, 'internal.bug', 'the session failed'));
      }
    }
    this.#release();
  }

  async #afterLoss({ code }: Fault): Promise<void> {
    const { problems, log } = this.#options;
    if (this.#stop.signal.aborted) return;
    const waitMs = this.#reconnect.next();
    log.warn('platform', 'connectionLost', { code, waitMs: Math.round(waitMs) });
    problems.link('offline', code);
    this.#release();
    await pause(waitMs, this.#stop.signal);
  }

  #release(): void {
    this.#setOnline(false);
    this.#link?.close();
    this.#link = null;
  }

  /** Heartbeats until the connection is lost; then throws the `Fault` that ended it. */
  async #beat(link: CommandLink): Promise<never> {
    const { commands, authority, deviceVersion, heartbeatSeconds, onHeartbeat } = this.#options;
    for (;;) {
      const param = JSON.stringify({ deviceVersion, deviceIp: link.localAddress });
      const outcome = await this.#untilLost(link, () => commands.send(authority, 'C_HEARTBEAT', param));
      const waitMs = this.#afterBeat(outcome);
      if (outcome?.kind === 'taken') onHeartbeat(outcome.reply);
      await pause(waitMs ?? heartbeatSeconds * 1_000, AbortSignal.any([link.lost, this.#stop.signal]));
      if (link.lost.aborted) throw link.lost.reason;
      if (this.#stop.signal.aborted) throw new Fault('platform.offline', 'stopped');
    }
  }

  /** A reply that cannot be read (null) is no reason to drop a connection that stands. */
  async #untilLost(link: CommandLink, send: () => Promise<Outcome>): Promise<Outcome | null> {
    try {
      return await send();
    } catch (error) {
      if (link.lost.aborted) throw link.lost.reason;
      const fault = Fault.from(error, 'internal.bug', 'a heartbeat failed');
      this.#options.log.warn('platform', 'heartbeatFailed', { code: fault.code });
      this.#options.problems.raise('heartbeat', fault.code);
      return null;
    }
  }

  /** What the outcome of a heartbeat says about the platform; returns the wait if it is not the usual one. */
  #afterBeat(outcome: Outcome | null): number | null {
    const { problems, log } = this.#options;
    this.#options.problems.link('ok');
    this.#reconnect.reset();
    if (outcome?.kind !== 'refused') {
      if (outcome) {
        // The platform is there and takes punches, but the tasks that it may have named are lost.
        if (outcome.reply.unread === null) problems.clear('heartbeat');
        else problems.raise('heartbeat', outcome.reply.unread);
        this.#refused.reset();
      }
      this.#setOnline(outcome !== null);
      return null;
    }
    log.warn('platform', 'heartbeatRefused', { code: outcome.code, reason: outcome.reason });
    const trouble = troubleOf(outcome);
    if (trouble) problems.raise('heartbeat', detailOf(outcome), trouble);
    this.#setOnline(!closesTheDoor(outcome));
    if (outcome.reason === 'credentials') return this.#options.timing.expiredMs;
    return closesTheDoor(outcome) ? this.#refused.next() : null;
  }

  #setOnline(isOnline: boolean): void {
    if (isOnline === this.#isOnline) return;
    this.#isOnline = isOnline;
    this.#options.onOnline(isOnline);
  }
}

/** What the technician sees of a refusal: the platform's code, and what it means. */
export function detailOf(refusal: Refusal): string {
  return `${refusal.code} ${refusal.reason}`;
}
