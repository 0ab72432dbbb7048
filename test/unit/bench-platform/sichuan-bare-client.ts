import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Agent, request as requestHttps } from 'node:https';
import sm from 'sm-crypto';
import type { SichuanPlatform } from '../../bench-platform/sichuan/platform.ts';

export interface Reply {
  readonly Result: number;
  readonly Content: string;
  readonly Msg: string;
}

const md5 = (...parts: readonly Uint8Array[]): Buffer => createHash('md5').update(Buffer.concat(parts)).digest();

/** RFC 2104 as it is written there. */
export function hmac(text: string, secret: string): string {
  const key = Buffer.alloc(64);
  Buffer.from(secret, 'utf8').copy(key);
  const padded = (value: number): Buffer => key.map((byte) => byte ^ value) as Buffer;
  return md5(padded(0x5c), md5(padded(0x36), Buffer.from(text, 'utf8'))).toString('hex');
}

export const now = (): string => String(Math.floor(Date.now() / 1000));

/** `yyyy-MM-dd HH:mm:ss` in Beijing. */
export const beijing = (atMs: number): string => new Date(atMs + 8 * 3_600_000).toISOString().replace('T', ' ').slice(0, 19);

/** Where a platform is found. */
type Addresses = Pick<SichuanPlatform, 'baseUrl' | 'httpsBaseUrl' | 'caFile'>;

/** The least that speaks to the platform: written from the document, on sm-crypto. */
export class SichuanBareClient {
  readonly sn: string;
  readonly #platform: Addresses;
  readonly #secret: string;
  readonly #key: string;

  /** @param secret 16 bytes: key and IV of SM4 too. */
  constructor(platform: Addresses, { sn = 'SC-001', secret = 'bench-secret-16b' } = {}) {
    this.#platform = platform;
    this.sn = sn;
    this.#secret = secret;
    this.#key = Buffer.from(secret, 'utf8').toString('hex');
  }

  encrypt(text: string): string {
    const options = { mode: 'cbc', iv: this.#key, padding: 'pkcs#7' } as const;
    return Buffer.from(sm.sm4.encrypt(text, this.#key, options), 'hex').toString('base64');
  }

  decrypt(text: string, form: 'base64' | 'hex' = 'base64'): string {
    return sm.sm4.decrypt(Buffer.from(text, form).toString('hex'), this.#key, { mode: 'cbc', iv: this.#key, padding: 'pkcs#7' });
  }

  /** Content of a reply, decrypted. */
  content(reply: Reply): unknown {
    return JSON.parse(this.decrypt(reply.Content));
  }

  sign(text: string): string {
    return hmac(text, this.#secret);
  }

  /** A call with any values, in the order in which they are signed. */
  async post(
    method: string,
    values: Readonly<Record<string, string>>,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const sign = this.sign(Object.values(values).join(''));
    return fetch(`${this.#platform.baseUrl}/${method}`, {
      method: 'POST',
      body: new URLSearchParams({ ...values, sign, ...more }),
    });
  }

  async call(
    method: string,
    values: Readonly<Record<string, string>>,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Reply> {
    return (await (await this.post(method, values, more)).json()) as Reply;
  }

  async online(more: Readonly<Record<string, string>> = {}): Promise<Reply> {
    return this.call('Online', { sn: this.sn, timestamp: now() }, more);
  }

  async taskData(id: string): Promise<Reply> {
    return this.call('GetTaskData', { sn: this.sn, id, timestamp: now() });
  }

  /** `msg` is not sent where it is absent, and counts as empty. */
  async result(id: string, result: string, msg?: string): Promise<Reply> {
    const timestamp = now();
    return this.call('RetResult', { sn: this.sn, id, result, ...(msg === undefined ? {} : { msg }), timestamp });
  }

  async upload(data: string): Promise<Reply> {
    return this.call('UploadData', { sn: this.sn, data: this.encrypt(data), timestamp: now() });
  }

  async punch(userId: string, atMs: number, type = 1): Promise<Reply> {
    return this.upload(JSON.stringify([{ sn: this.sn, userId, type, recogTime: beijing(atMs) }]));
  }

  /** RegistData; `values` in the order of the table without sn and timestamp, encrypted already. */
  async register(values: Readonly<Record<string, string>>): Promise<Reply> {
    const all = { ...values, sn: this.sn, timestamp: now() };
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...all, sign: this.sign(Object.values(all).join('')) })) form.set(name, value);
    const response = await fetch(`${this.#platform.baseUrl}/RegistData`, { method: 'POST', body: form });
    return (await response.json()) as Reply;
  }

  /** Online over HTTPS, its certificate verified with the authority of the bench. @throws what TLS says. */
  async onlineOverHttps(): Promise<Reply> {
    const timestamp = now();
    const body = new URLSearchParams({ sn: this.sn, timestamp, sign: this.sign(this.sn + timestamp) }).toString();
    const agent = new Agent({ ca: await readFile(this.#platform.caFile ?? ''), keepAlive: false });
    return new Promise((resolve, reject) => {
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body) };
      const request = requestHttps(
        `${this.#platform.httpsBaseUrl ?? ''}/Online`,
        { method: 'POST', agent, headers },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Reply));
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  }
}
