import type { Log } from '../../shared/log.ts';
import { Fault } from '../../shared/fault.ts';
import type { CallWatch } from '../call-watch.ts';
import { httpExchange, type HttpAnswer } from '../http-exchange.ts';
import type { Authority, Outcome } from './authority.ts';
import { protocolVersion, type Timing, type ZhejiangConfig } from './config.ts';
import { readHttpReply, type Reply } from './reply.ts';
import { isSignatureRight } from './reply-signature.ts';
import type { Decryptor } from './rsa.ts';
import { signTaskRequest } from './sign.ts';

export type TaskCode =
  | 'T_GET_TASKS'
  | 'T_UPDATE_TASKS_STATUS'
  | 'T_SEND_PERSON'
  | 'T_UPDATE_DEVICE_PERSON'
  | 'T_DEL_DEVICE_PERSON'
  | 'T_CLEAR_DEVICE_PERSON'
  | 'T_UPDATE_DEVICE_VERSION'
  | 'T_POST_DEVICE_PERSON';

export interface TaskRequest {
  readonly apicode: TaskCode;
  readonly taskid: string | null;
  /** JSON text, or null for none. */
  readonly param: string | null;
  /** `param` as it is signed where that differs: without pictures. */
  readonly signedParam?: string;
}

/** The HTTP side: `T_` requests, signed, with their replies verified. */
export interface HttpClient {
  /** Rejects with `Fault` `platform.*` when there is no answer, or none to be trusted. */
  call(request: TaskRequest): Promise<Outcome>;
  /** `Date` of the platform's HTTP server; undefined when it tells none. Rejects with `Fault`. */
  date(): Promise<string | undefined>;
}

export interface HttpClientOptions {
  readonly config: ZhejiangConfig;
  readonly authority: Authority;
  readonly decryptor: Decryptor | null;
  readonly ca: string | null;
  readonly timing: Timing;
  readonly watch: CallWatch;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Replies longer than this are not read, bytes. */
const mostReplyBytes = 8 * 1024 * 1024;
/** Interfaces whose example prints `param` as an object (3.2.4, 3.8.4). */
const printedAsObject: readonly TaskCode[] = ['T_UPDATE_TASKS_STATUS', 'T_POST_DEVICE_PERSON'];

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { config, authority, timing, signal, ca, watch } = options;
  const url = new URL(config.http);
  const limits = { timeoutMs: timing.httpMs, mostBytes: mostReplyBytes, ca, proxy: config.proxy ?? null, signal };
  return {
    call: (request) =>
      authority.call(async (token) => {
        const body = bodyOf(request, token, config);
        const headers = { 'content-type': 'application/json; charset=utf-8', accept: 'application/json' };
        const { reply } = await watch.over(
          request.apicode,
          async () => {
            const answer = await httpExchange({ url, method: 'POST', headers, body, ...limits });
            return { answer, reply: verified(await readAnswer(answer, request, options), request, options) };
          },
          ({ answer, reply }) => ({
            sentBytes: Buffer.byteLength(body),
            receivedBytes: answer.body.length,
            code: reply.errorCode ?? 'ok',
            isFine: reply.isSuccess,
          }),
        );
        return reply;
      }),
    date: async () => {
      const { headers } = await httpExchange({ url, method: 'HEAD', ...limits });
      return typeof headers['date'] === 'string' ? headers['date'] : undefined;
    },
  };
}

function bodyOf({ apicode, taskid, param, signedParam }: TaskRequest, token: string, config: ZhejiangConfig): string {
  const fields = { version: protocolVersion, sn: config.sn, token, apicode };
  const sign = signTaskRequest({ ...fields, taskid, signedParam: signedParam ?? param }, config.accessSecret);
  const asObject = config.paramForm === 'asPrinted' && printedAsObject.includes(apicode);
  return JSON.stringify({
    ...fields,
    ...(taskid === null ? {} : { taskid }),
    ...(param === null ? {} : { param: asObject ? (JSON.parse(param) as unknown) : param }),
    sign,
  });
}

async function readAnswer(answer: HttpAnswer, { apicode }: TaskRequest, { decryptor }: HttpClientOptions): Promise<Reply> {
  const text = new TextDecoder('utf-8').decode(answer.body);
  const isFine = answer.status >= 200 && answer.status < 300;
  try {
    const reply = await readHttpReply(text, apicode, decryptor);
    // Some servers give their refusals a status of 4xx or 5xx too; a success has to look like one.
    if (isFine || !reply.isSuccess) return reply;
  } catch (error) {
    if (isFine) throw error;
  }
  const mayPass = answer.status >= 500 || answer.status === 408 || answer.status === 429;
  throw new Fault(mayPass ? 'platform.offline' : 'platform.badReply', `${apicode}: HTTP status ${answer.status}`);
}

/** Refusals are acted on whatever their signature: the worst they can do is to make us wait. */
function verified(reply: Reply, request: TaskRequest, { config, log }: HttpClientOptions): Reply {
  if (!reply.isSuccess || config.verifyReplies === 'off') return reply;
  if (isSignatureRight({ ...reply, taskid: request.taskid }, config.accessSecret)) return reply;
  if (config.verifyReplies === 'require') throw new Fault('platform.replySignature', `${request.apicode}: wrong signature`);
  log.warn('platform', 'replySignatureWrong', { apicode: request.apicode });
  return reply;
}
