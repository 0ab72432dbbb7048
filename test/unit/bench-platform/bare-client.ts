import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import protobuf from 'protobufjs';
import type { ZhejiangPlatform } from '../../bench-platform/zhejiang/platform.ts';

// Field numbers: the 序号 of tables 2.1.2, 2.2.2, 2.3.2 and 2.1.3 of 附件二.
const root = protobuf.parse(
  `syntax = "proto3";
  message Auth { string version = 1; string sn = 2; string apicode = 3; string accessId = 4; string accessKey = 5; string timeStamp = 6; string sign = 7; }
  message Request { string version = 1; string sn = 2; string token = 3; string apicode = 4; string timeStamp = 5; string param = 6; string sign = 7; }
  message Reply { string version = 1; bool success = 2; string apicode = 3; string error = 4; string response = 5; }`,
  { keepCase: true },
).root;
const Auth = root.lookupType('Auth');
const Request = root.lookupType('Request');
const Reply = root.lookupType('Reply');

export interface TcpReply {
  readonly version: string;
  readonly success: boolean;
  readonly apicode: string;
  readonly error: string;
  readonly response: string;
}

export type HttpReply = Readonly<Record<string, unknown>>;

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

export const stamp = (atMs = Date.now()): string => new Date(atMs + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14);

/** The least that speaks to the platform: written from the document, on protobufjs. */
export class BareClient {
  readonly sn: string;
  token = '';
  /** Everything that came over TCP and was not taken by `reply`. */
  readonly replies: TcpReply[] = [];
  /** What makes JSON of a TCP response; for encrypted ones. */
  decode: (response: string) => string = (response) => response;
  readonly #platform: ZhejiangPlatform;
  readonly #socket: Socket;
  readonly #watchers = new Set<() => void>();
  #received = Buffer.alloc(0);

  constructor(platform: ZhejiangPlatform, sn = '1388186') {
    this.#platform = platform;
    this.sn = sn;
    this.#socket = connect(platform.tcpPort, '127.0.0.1');
    this.#socket.on('error', () => undefined);
    this.#socket.on('data', (chunk) => this.#receive(chunk));
  }

  get #secret(): string {
    return this.#platform.bench.settings.credentials.accessSecret;
  }

  async closed(): Promise<void> {
    if (!this.#socket.closed) await once(this.#socket, 'close');
  }

  close(): void {
    this.#socket.destroy();
  }

  sendBytes(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  async authenticate(change: Readonly<Record<string, string>> = {}): Promise<TcpReply> {
    const { accessId, accessKey } = this.#platform.bench.settings.credentials;
    const fields = { version: 'v1.0.0', sn: this.sn, apicode: 'C_AUTH', accessId, accessKey, timeStamp: stamp(), ...change };
    const { version, sn, apicode, timeStamp } = fields;
    const sign = md5(version + sn + apicode + fields.accessId + fields.accessKey + timeStamp + this.#secret);
    this.sendBytes(Auth.encodeDelimited({ sign, ...fields }).finish());
    const reply = await this.reply();
    if (reply.success) this.token = String((JSON.parse(this.decode(reply.response)) as HttpReply)['token']);
    return reply;
  }

  /** `signed`: the text of param that is signed, where it is not what is sent. */
  packet(apicode: string, param: string, signed = param, change: Readonly<Record<string, string>> = {}): Uint8Array {
    const timeStamp = stamp();
    const sign = md5(`v1.0.0${this.sn}${this.token}${apicode}${timeStamp}${signed}${this.#secret}`);
    const fields = { version: 'v1.0.0', sn: this.sn, token: this.token, apicode, timeStamp, param, sign, ...change };
    return Request.encodeDelimited(fields).finish();
  }

  async call(apicode: string, param: string, signed = param, change: Readonly<Record<string, string>> = {}): Promise<TcpReply> {
    this.sendBytes(this.packet(apicode, param, signed, change));
    return this.reply();
  }

  async heartbeat(): Promise<readonly string[]> {
    const reply = await this.call('C_HEARTBEAT', JSON.stringify({ deviceVersion: 'v1', deviceIp: '127.0.0.1' }));
    return (JSON.parse(this.decode(reply.response)) as { readonly taskids: readonly string[] }).taskids;
  }

  async signIn(personId: string, recordTime: number, img?: Uint8Array): Promise<TcpReply> {
    const record = { personId, type: '1', recordTime };
    const picture = img === undefined ? {} : { img: Buffer.from(img).toString('base64') };
    return this.call('C_SIGN_IN', JSON.stringify({ personId, type: '1', ...picture, recordTime }), JSON.stringify(record));
  }

  /** `signed`: what is concatenated between the token and the secret. */
  async postForText(apicode: string, signed: string, rest: Readonly<Record<string, unknown>>): Promise<string> {
    const sign = md5(`v1.0.0${this.sn}${this.token}${signed}${this.#secret}`);
    const response = await fetch(this.#platform.httpAddress, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ version: 'v1.0.0', sn: this.sn, token: this.token, apicode, sign, ...rest }),
    });
    return response.text();
  }

  async post(apicode: string, signed: string, rest: Readonly<Record<string, unknown>>): Promise<HttpReply> {
    return JSON.parse(await this.postForText(apicode, signed, rest)) as HttpReply;
  }

  /** The next packet. */
  async reply(timeoutMs = 30_000): Promise<TcpReply> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#watchers.delete(look);
        reject(new Error('no reply'));
      }, timeoutMs);
      const look = (): void => {
        const reply = this.replies.shift();
        if (reply === undefined) return;
        clearTimeout(timer);
        this.#watchers.delete(look);
        resolve(reply);
      };
      this.#watchers.add(look);
      look();
    });
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const reader = protobuf.Reader.create(this.#received);
      try {
        this.replies.push(Reply.toObject(Reply.decodeDelimited(reader), { defaults: true }) as TcpReply);
      } catch {
        break;
      }
      this.#received = this.#received.subarray(reader.pos);
    }
    for (const watcher of [...this.#watchers]) watcher();
  }
}
