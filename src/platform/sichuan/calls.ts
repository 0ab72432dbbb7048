import { Fault } from '../../shared/fault.ts';
import type { Log } from '../../shared/log.ts';
import type { CallWatch } from '../call-watch.ts';
import type { HttpAnswer } from '../http-exchange.ts';
import type { PlatformClock } from '../platform-clock.ts';
import type { Problems } from '../problems.ts';
import type { Settings, Timing } from './config.ts';
import { results } from './dictionaries.ts';
import { multipart, urlEncoded, type Form } from './form.ts';
import type { Pace } from './pace.ts';
import { postForm } from './post-form.ts';
import { readEnvelope } from './reply.ts';
import type { Method } from './requests.ts';
import { detailOf, isGeneral, meaningOf, troubleOf, type Refusal } from './result-policy.ts';
import { sign, type Field } from './sign.ts';
import type { OpenedContent, OpenedReply } from './sm4-calls.ts';
import type { Sm4Thread } from './sm4-thread.ts';

export interface Call {
  readonly method: Method;
  /** In the order of the method's table, without `timestamp` and `sign`. */
  readonly fields: readonly Field[];
  /** What its Content is needed for; `nothing`: it is not looked at. */
  readonly wants: 'nothing' | 'value' | 'people';
  /** Results that come with Content; default: 0 and 1. */
  readonly contentAt?: readonly number[];
}

/** How a call ended: taken, or refused after the remedy was tried. Without an answer that can be read a `Fault` is thrown. */
export type Outcome = Taken | Refusal;

export interface Taken {
  readonly kind: 'taken';
  readonly result: number;
  readonly content: Exclude<OpenedContent, { readonly kind: 'unreadable' }>;
}

interface Answered {
  readonly reply: OpenedReply;
  readonly date: string | undefined;
  /** What the request's timestamp was made with. */
  readonly sentAheadMs: number;
}

export interface CallsOptions {
  readonly settings: Settings;
  readonly clock: PlatformClock;
  readonly pace: Pace;
  readonly thread: Sm4Thread;
  readonly problems: Problems;
  readonly timing: Timing;
  readonly watch: CallWatch;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Longer answers are not read, bytes; those with people have a setting. */
const briefBytes = 64 * 1024;
const mostBytes: Readonly<Record<Call['wants'], number | null>> = { nothing: briefBytes, value: 1024 * 1024, people: null };
const mayHaveContent = [results.success, results.tasksWaiting] as const;

/** Signs and sends the methods of chapter 5, tells what became of each, and keeps what the technician sees up to date. */
export class Calls {
  readonly #options: CallsOptions;

  constructor(options: CallsOptions) {
    this.#options = options;
  }

  /** Rejects with `Fault` `platform.*` when no answer came, or none that can be read. */
  async call(call: Call): Promise<Outcome> {
    const { problems, signal, log } = this.#options;
    try {
      const outcome = await this.#withClock(call);
      this.#show(call.method, outcome);
      return outcome;
    } catch (error) {
      const fault = Fault.from(error, 'internal.bug', 'a call failed');
      if (!signal.aborted) {
        log.warn('platform', 'callFailed', { method: call.method, error: fault.message });
        if (isUnreached(fault)) problems.link('offline', fault.message);
        else if (call.method !== 'RegistData') problems.raise(call.method, fault.message);
      }
      throw fault;
    }
  }

  /** -3: once with the platform's own time, if that was not what was sent. */
  async #withClock(call: Call): Promise<Outcome> {
    let takeBack: (() => void) | null = null;
    for (;;) {
      const { reply, date, sentAheadMs } = await this.#once(call);
      const reason = meaningOf(reply.result);
      if (reason === 'stale' && takeBack === null) {
        takeBack = this.#options.clock.correct(date, sentAheadMs);
        if (takeBack !== null) continue;
      } else if (reason === 'stale') {
        takeBack?.();
      }
      const { result, message, content } = reply;
      if (reason !== 'taken') return { kind: 'refused', result, reason, message };
      if (content.kind === 'unreadable') throw new Fault(content.code, `${call.method}: ${content.message}`);
      return { kind: 'taken', result, content };
    }
  }

  async #once(call: Call): Promise<Answered> {
    const { pace, signal, problems, clock, watch } = this.#options;
    const level = await pace.turn(signal);
    const sentAheadMs = clock.aheadMs;
    const form = this.#form(call);
    const { answer, reply } = await watch.over(
      call.method,
      () => this.#exchange(call, form),
      ({ answer, reply }) => ({
        sentBytes: Buffer.byteLength(form.body),
        receivedBytes: answer.body.length,
        code: String(reply.result),
        isFine: meaningOf(reply.result) === 'taken',
      }),
    );
    problems.link('ok');
    if (meaningOf(reply.result) === 'tooOften') pace.tooOften(level);
    else pace.fine(level);
    const date = answer.headers['date'];
    return { reply, sentAheadMs, date: typeof date === 'string' ? date : undefined };
  }

  async #exchange(call: Call, form: Form): Promise<{ readonly answer: HttpAnswer; readonly reply: OpenedReply }> {
    const { settings, timing, signal } = this.#options;
    const answer = await postForm(this.#address(call.method), form, {
      timeoutMs: call.wants === 'people' ? timing.taskDataMs : timing.httpMs,
      idleMs: timing.idleMs,
      mostBytes: mostBytes[call.wants] ?? settings.replyMegabytes * 1024 * 1024,
      ca: settings.ca,
      proxy: settings.proxy,
      signal,
    });
    return { answer, reply: await this.#read(answer, call) };
  }

  #address(method: Method): URL {
    return new URL(`${this.#options.settings.baseUrl.replace(/\/+$/, '')}/${method}`);
  }

  #form({ method, fields }: Call): Form {
    const { settings, clock } = this.#options;
    const signed = [...fields, { name: 'timestamp', value: clock.timestamp() }];
    const all = [...signed, { name: 'sign', value: sign(signed, settings) }];
    return method === 'RegistData' ? multipart(all) : urlEncoded(all);
  }

  async #read({ status, body }: HttpAnswer, { method, wants, contentAt }: Call): Promise<OpenedReply> {
    if (status < 200 || status >= 300) return refusalIn(status, body, method);
    if (wants !== 'nothing') return this.#options.thread.call('open', { body, wants, contentAt: contentAt ?? mayHaveContent });
    const { result, message } = readEnvelope(body);
    return { result, message, content: { kind: 'none' } };
  }

  #show(method: Method, outcome: Outcome): void {
    const { problems, log } = this.#options;
    if (outcome.kind === 'taken') return problems.clear(method);
    log.warn('platform', 'callRefused', { method, result: outcome.result, reason: outcome.reason });
    // Other refusals of a task or a registration are about that one, and answered there.
    const isShown = method === 'Online' || method === 'UploadData' || isGeneral(outcome);
    if (isShown) problems.raise(method, detailOf(outcome), troubleOf(outcome));
  }
}

/** A refusal may come with a status of its own; a success has to look like one. */
function refusalIn(status: number, body: Uint8Array, method: Method): OpenedReply {
  // A gateway's way to say -4.
  if (status === 429) return { result: results.tooOften, message: '', content: { kind: 'none' } };
  try {
    const { result, message } = readEnvelope(body.subarray(0, briefBytes));
    if (meaningOf(result) !== 'taken') return { result, message, content: { kind: 'none' } };
  } catch {
    // Somebody else's page: the status alone counts.
  }
  const mayPass = status >= 500 || status === 408;
  throw new Fault(mayPass ? 'platform.offline' : 'platform.badReply', `${method}: HTTP status ${status}`);
}

/** Faults of the way to the platform, as opposed to those of what it said. */
export function isUnreached({ code }: Fault): boolean {
  return code === 'platform.offline' || code === 'platform.timeout' || code === 'platform.certificate';
}
