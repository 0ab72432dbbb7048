import { once } from 'node:events';
import {
  createServer as createHttp,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttps, type Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { readBody, remoteOf } from '../http-request.ts';
import { sendReply } from '../http-writer.ts';
import type { Bench } from './bench.ts';
import { type Answer, answer } from './calls.ts';
import type { Certificate } from './certificates.ts';
import { resultText } from './dictionaries.ts';
import { type Parameters, readForm } from './form.ts';
import { malformed, refused } from './outcome.ts';
import type { SeenRequest } from './records.ts';
import { htmlPage, replyBody, replyTrouble } from './reply.ts';
import { shortValues } from './short-values.ts';
import { isMethod, type Method } from './signatures.ts';

/** {API_ROOT} of the document is this path of the server. */
export const API_PATH = '/api';
/** Where a redirect without another address leads; nothing is there. */
export const ELSEWHERE = '/elsewhere';
const MAX_BODY_BYTES = 64 * 1024 * 1024;
const REDIRECT = 307;

/** The five methods over HTTP or, with a certificate, HTTPS. */
export class HttpServer {
  readonly #bench: Bench;
  #server: Server | HttpsServer | null = null;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  /** @returns the port, which is a free one for 0. */
  async listen(port: number, host: string, certificate: Certificate | null): Promise<number> {
    const take: RequestListener = (request, response) => {
      response.setHeader('Date', new Date(this.#bench.now()).toUTCString());
      this.#take(request, response).catch((error: unknown) => {
        console.error(error);
        response.destroy();
      });
    };
    const server = certificate === null ? createHttp(take) : createHttps({ ...certificate }, take);
    server.listen(port, host);
    await once(server, 'listening');
    this.#server = server;
    return (server.address() as AddressInfo).port;
  }

  /** For connections from now on; those there are are cut. */
  useCertificate(certificate: Certificate): void {
    if (this.#server === null || !('setSecureContext' in this.#server)) return;
    this.#server.setSecureContext({ ...certificate });
    this.#server.closeAllConnections();
  }

  cut(): void {
    this.#server?.closeAllConnections();
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

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://platform');
    const name = pathname.startsWith(`${API_PATH}/`) ? pathname.slice(API_PATH.length + 1) : '';
    if (!isMethod(name) || request.method !== 'POST') {
      const seen = this.#seen(request, `${request.method ?? ''} ${pathname}`, {});
      response.writeHead(isMethod(name) ? 405 : 404).end();
      return this.#bench.settle(seen, isMethod(name) ? '405' : '404');
    }
    const body = await readBody(request, MAX_BODY_BYTES);
    if (body === null) {
      response.writeHead(413).end();
      return this.#bench.settle(this.#seen(request, name, {}), '413');
    }
    const remarks: string[] = [];
    const wants = name === 'RegistData' ? 'multipart' : 'urlencoded';
    const form = await readForm(body, request.headers['content-type'] ?? '', wants, remarks);
    const seen = this.#seen(request, name, form ?? {});
    seen.remarks.push(...remarks);
    const befallen = this.#befall(name, request, response);
    if (befallen !== null) return this.#bench.settle(seen, befallen);
    await this.#reply(name, form, seen, response);
  }

  async #reply(method: Method, form: Parameters | null, seen: SeenRequest, response: ServerResponse): Promise<void> {
    const { outcome, punches } = await this.#answer(method, form, seen);
    this.#bench.changed();
    const body = replyBody(this.#bench, method, seen.sn, outcome);
    const isSent = await sendReply(response, { body }, replyTrouble(this.#bench.rules, method));
    for (const punch of punches) punch.reply = isSent ? 'sent' : 'lost';
    const told = outcome.msg === '' ? resultText(outcome.result) : outcome.msg;
    this.#bench.settle(seen, `${outcome.result} ${told}${isSent ? '' : ', reply lost'}`);
  }

  async #answer(method: Method, form: Parameters | null, seen: SeenRequest): Promise<Answer> {
    const refusal = this.#bench.rules.take('refuse', method);
    if (refusal !== null) return { outcome: refused(refusal.result, refusal.msg), punches: [] };
    if (form === null) return { outcome: malformed('表单无法解析'), punches: [] };
    return answer(this.#bench, method, form, seen);
  }

  /** What keeps the request from being taken at all. */
  #befall(method: Method, request: IncomingMessage, response: ServerResponse): string | null {
    const { rules } = this.#bench;
    if (rules.take('dropConnection', method) !== null) {
      request.socket.destroy();
      return 'dropped';
    }
    if (rules.take('hang', method) !== null) return 'hung';
    const redirect = rules.take('redirect', method);
    if (redirect !== null) {
      const scheme = isTls(request) ? 'https' : 'http';
      const to = redirect.to ?? `${scheme}://localhost:${request.socket.localPort ?? 0}${ELSEWHERE}/${method}`;
      const status = redirect.status ?? REDIRECT;
      response.writeHead(status, { Location: to }).end();
      return `${status} → ${to}`;
    }
    const page = rules.take('httpStatus', method);
    if (page === null) return null;
    const { status, headers, body } = htmlPage(page.status);
    response.writeHead(status ?? page.status, headers).end(body);
    return `HTTP ${page.status}`;
  }

  #seen(request: IncomingMessage, method: string, form: Parameters): SeenRequest {
    return this.#bench.seen({
      remote: remoteOf(request),
      isTls: isTls(request),
      host: request.headers.host ?? '',
      method,
      sn: form['sn'] ?? '',
      fields: shortValues(form),
      detail: '',
    });
  }
}

const isTls = (request: IncomingMessage): boolean => 'encrypted' in request.socket && request.socket.encrypted === true;
