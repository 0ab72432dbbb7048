import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody, remoteOf } from '../http-request.ts';
import { sendReply } from '../http-writer.ts';
import { isObject, type JsonObject, parseJson } from '../json.ts';
import type { Bench } from './bench.ts';
import { serveFile } from './file-serving.ts';
import { answerHttp } from './http-calls.ts';
import { replyTrouble } from './reply-trouble.ts';
import { type Outcome, refused } from './outcome.ts';
import type { Fields } from './packets.ts';
import type { SeenRequest } from './records.ts';
import { httpReply } from './reply.ts';
import { shortened } from './shorten.ts';

/** The one address of all T_ interfaces, dispatched by apicode. */
export const API_PATH = '/api';
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** 附件二 3: the HTTP side; also serves photographs and firmware. */
export class HttpServer {
  readonly #bench: Bench;
  #server: Server | null = null;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  /** @returns the port, which is a free one for 0. */
  async listen(port: number, host: string): Promise<number> {
    this.#server = createServer((request, response) => {
      response.setHeader('Date', new Date(this.#bench.now()).toUTCString());
      this.#answer(request, response).catch((error: unknown) => {
        console.error(error);
        response.destroy();
      });
    });
    this.#server.listen(port, host);
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    this.#server = null;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://platform');
    if (request.method === 'GET' || request.method === 'HEAD') return serveFile(this.#bench, url, request, response);
    if (request.method !== 'POST' || url.pathname !== API_PATH) return end(response, 404);
    const body = await readBody(request, MAX_BODY_BYTES);
    if (body === null) return end(response, 413);
    await this.#take(request, body.toString('utf8'), response);
  }

  async #take(request: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
    const { rules } = this.#bench;
    const parsed = parseJson(body);
    const fields = isObject(parsed) ? readFields(parsed) : null;
    const apicode = fields?.['apicode'] ?? '';
    const seen = this.#seen(request, apicode, fields ?? {});
    if (fields === null) seen.remarks.push('报文不是 JSON 对象 / the body is no JSON object of strings');
    if (request.headers['content-type']?.startsWith('application/json') !== true)
      seen.remarks.push('Content-Type 应为 application/json');
    if (rules.take('dropConnection', apicode) !== null) {
      request.socket.destroy();
      return this.#bench.settle(seen, 'dropped');
    }
    if (rules.take('hang', apicode) !== null) return this.#bench.settle(seen, 'hung');
    if (rules.take('expireTokens', apicode) !== null) this.#bench.tokens.forgetAll();
    const refusal = rules.take('refuse', apicode);
    const outcome = refusal !== null ? refused(refusal.code) : this.#outcome(fields, request, seen.remarks);
    this.#bench.changed();
    const isSent = await sendReply(
      response,
      { body: httpReply(this.#bench, apicode, fields?.['taskid'], outcome) },
      replyTrouble(rules, apicode),
    );
    const result = outcome.ok ? 'ok' : outcome.code;
    this.#bench.settle(seen, isSent ? result : `${result}, reply lost`);
  }

  #outcome(fields: Fields | null, request: IncomingMessage, remarks: string[]): Outcome {
    if (fields === null) return refused('400_02');
    return answerHttp(this.#bench, fields, `http://${request.headers.host ?? ''}`, remarks);
  }

  #seen(request: IncomingMessage, apicode: string, whole: Fields): SeenRequest {
    const { param: text, ...fields } = whole;
    const param = shortened(text === undefined ? null : (parseJson(text) ?? text));
    return this.#bench.seen({ via: 'http', remote: remoteOf(request), apicode, sn: fields['sn'] ?? '', fields, param });
  }
}

/** The body's strings; a `param` that is an object (3.2.4, 3.8.4) counts as its compact text. Null where another member is no string. */
function readFields(body: JsonObject): Fields | null {
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(body)) {
    if (value === null || value === undefined) continue;
    if (typeof value === 'string') fields[name] = value;
    else if (name === 'param' && isObject(value)) fields[name] = JSON.stringify(value);
    else return null;
  }
  return fields;
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end();
}
