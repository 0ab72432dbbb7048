import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** Key and IV both: it has 16 bytes. */
export const secret = 'secret-of-a-gate';
export const sn = 'SN-1001';

/** Chapter 5: the values that are signed, in this order. */
const tables: Readonly<Record<string, readonly string[]>> = {
  Online: ['sn', 'timestamp'],
  GetTaskData: ['sn', 'id', 'timestamp'],
  RetResult: ['sn', 'id', 'result', 'msg', 'timestamp'],
  UploadData: ['sn', 'data', 'timestamp'],
  RegistData: [
    ...['Idno', 'Name', 'gender', 'nation', 'birthday', 'address', 'idissue', 'idperiod', 'idphoto', 'photo', 'userType'],
    ...['sn', 'timestamp'],
  ],
};

export interface Asked {
  readonly method: string;
  readonly contentType: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly isSignRight: boolean;
  readonly atMs: number;
}

export interface Told {
  readonly id: string;
  readonly result: string;
  readonly msg: string;
}

/** SM4 by OpenSSL. */
export function seal(plain: string | Uint8Array, key = secret, iv = key): string {
  const cipher = createCipheriv('sm4-cbc', Buffer.from(key), Buffer.from(iv));
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}

export function open(text: string): string {
  const decipher = createDecipheriv('sm4-cbc', Buffer.from(secret), Buffer.from(secret));
  return Buffer.concat([decipher.update(Buffer.from(text, 'base64')), decipher.final()]).toString('utf8');
}

/** The platform, small, written from the document: it serves tasks and takes punches until told to behave otherwise. */
export class FarEnd {
  readonly asked: Asked[] = [];
  readonly told: Told[] = [];
  readonly punches: Record<string, unknown>[] = [];
  /** Sizes of the packets that were taken. */
  readonly packets: number[] = [];
  /** Content of GetTaskData by task id, before encryption; RetResult takes a task out. */
  readonly tasks = new Map<string, unknown>();
  /** Another answer than the usual one; undefined: the usual. A string is the whole body; `handled`: answered already. */
  answer: (asked: Asked, response: ServerResponse) => object | string | undefined | Promise<object | string | undefined> = () =>
    undefined;
  /** How far its clock is ahead, ms. */
  aheadMs = 0;
  readonly #server: Server;
  readonly #isSecure: boolean;

  private constructor(tls: { readonly key: string; readonly cert: string } | null) {
    const listener = (request: IncomingMessage, response: ServerResponse) => void this.#serve(request, response);
    this.#isSecure = tls !== null;
    this.#server = tls === null ? createServer(listener) : createSecureServer(tls, listener);
  }

  static async start(tls: { readonly key: string; readonly cert: string } | null = null): Promise<FarEnd> {
    const farEnd = new FarEnd(tls);
    await farEnd.listen();
    return farEnd;
  }

  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get baseUrl(): string {
    return `${this.#isSecure ? 'https' : 'http'}://127.0.0.1:${this.port}/api/`;
  }

  of(method: string): readonly Asked[] {
    return this.asked.filter((one) => one.method === method);
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const contentType = request.headers['content-type'] ?? '';
    const fields = fieldsOf(Buffer.concat(pieces).toString('utf8'), contentType);
    const method = (request.url ?? '').replace('/api/', '');
    const text = (tables[method] ?? []).map((name) => fields[name] ?? '').join('');
    const isSignRight = fields['sign'] === createHmac('md5', secret).update(text).digest('hex');
    const asked = { method, contentType, fields, isSignRight, atMs: performance.now() };
    this.asked.push(asked);
    response.setHeader('date', new Date(Date.now() + this.aheadMs).toUTCString());
    const answer = (await this.answer(asked, response)) ?? this.#usual(asked);
    if (answer === 'handled') return;
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  }

  #usual({ method, fields, isSignRight }: Asked): object {
    if (fields['sn'] !== sn) return { Result: -1, Content: '', Msg: '设备序列号不存在' };
    if (!isSignRight) return { Result: -2, Content: '', Msg: '签名不正确' };
    const offMs = Date.now() + this.aheadMs - Number(fields['timestamp']) * 1_000;
    if (Math.abs(offMs) > 5 * 60_000) return { Result: -3, Content: '', Msg: '数据已失效' };
    const id = fields['id'] ?? '';
    switch (method) {
      case 'Online': {
        const list = [...this.tasks.keys()].map((Id) => ({ Id, Type: 1 }));
        return list.length === 0 ? fine : { Result: 1, Content: seal(JSON.stringify(list)), Msg: '' };
      }
      case 'GetTaskData':
        if (!this.tasks.has(id)) return { Result: -99, Content: '', Msg: '' };
        return { Result: 0, Content: seal(JSON.stringify(this.tasks.get(id))), Msg: '' };
      case 'RetResult':
        this.told.push({ id, result: fields['result'] ?? '', msg: fields['msg'] ?? '' });
        this.tasks.delete(id);
        return fine;
      case 'UploadData': {
        const records = JSON.parse(open(fields['data'] ?? '')) as Record<string, unknown>[];
        this.punches.push(...records);
        this.packets.push(records.length);
        return fine;
      }
      default:
        return { Result: 0, Content: { userId: '100200' }, Msg: '' };
    }
  }
}

const fine = { Result: 0, Content: '', Msg: '' };

function fieldsOf(body: string, contentType: string): Record<string, string> {
  const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(contentType)?.[1];
  if (boundary === undefined) return Object.fromEntries(new URLSearchParams(body));
  const parts = body.split(`--${boundary}`).slice(1, -1);
  return Object.fromEntries(
    parts.map((part) => {
      const [, name = '', value = ''] = /name="([^"]+)"\r\n\r\n([^]*)\r\n$/.exec(part) ?? [];
      return [name, value];
    }),
  );
}
