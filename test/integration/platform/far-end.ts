import { createHash } from 'node:crypto';
import { createServer as createHttp, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http';
import { createServer as createTcp, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { delimited, takeMessage, type Fields } from './far-wire.ts';

/** A command as it came, by the names of chapter 2. */
export interface Command {
  readonly apicode: string;
  readonly token: string;
  readonly timeStamp: string;
  /** As sent. */
  readonly param: string;
  readonly isSignRight: boolean;
  /** `performance.now()` when all of it was there. */
  readonly atMs: number;
}

export interface Reply {
  readonly success: boolean;
  readonly apicode: string;
  readonly error?: string;
  readonly response?: string;
}

/** A `T_` request as it came. */
export interface Post {
  readonly apicode: string;
  readonly token: string;
  readonly taskid?: string;
  readonly param?: unknown;
  readonly isSignRight: boolean;
}

export interface Task {
  readonly apicode: string;
  readonly param?: unknown;
  /** Pages of people. */
  readonly pages?: readonly (readonly unknown[])[];
  readonly personIds?: unknown;
  readonly response?: unknown;
}

export const account = { sn: '1388186', accessId: 'id', accessKey: 'the-key', accessSecret: 'the-secret' };
const md5 = (...values: readonly (string | undefined)[]) =>
  createHash('md5')
    .update(values.map((value) => value ?? '').join(''))
    .digest('hex');
const refused = (code: string) => JSON.stringify({ errorcode: code, errormsg: 'refused' });

/** The platform, small, written from the document: it serves tasks and takes punches until told to behave otherwise. */
export class FarEnd {
  readonly commands: Command[] = [];
  readonly posts: Post[] = [];
  /** `task` members of T_UPDATE_TASKS_STATUS with the counts beside them. */
  readonly statuses: { readonly task: Record<string, unknown>; readonly personCount: number; readonly faceCount: number }[] = [];
  readonly tasks = new Map<string, Task>();
  readonly pictures = new Map<string, (response: ServerResponse) => void>();
  readonly tokens = new Set<string>();
  /** Another answer than the usual one; undefined: the usual. `silent`: none. */
  answer: (command: Command, socket: Socket) => Reply | 'silent' | undefined = () => undefined;
  /** Another body (an object, or text as it is) than the usual one; `handled`: answered already. */
  answerPost: (post: Post, response: ServerResponse) => object | string | undefined = () => undefined;
  /** Added to HTTP's `Date`, ms. */
  aheadMs = 0;
  connections = 0;
  readonly #tcp: TcpServer;
  readonly #http: HttpServer;
  readonly #sockets = new Set<Socket>();
  #issued = 0;

  private constructor() {
    this.#tcp = createTcp((socket) => this.#serve(socket));
    this.#http = createHttp((request, response) => void this.#respond(request, response));
  }

  static async start(): Promise<FarEnd> {
    const farEnd = new FarEnd();
    await farEnd.listen();
    return farEnd;
  }

  /** Listens again after `down`, on the same ports. */
  async listen(tcpPort = 0): Promise<void> {
    await new Promise<void>((resolve) => this.#tcp.listen(tcpPort, '127.0.0.1', resolve));
    if (!this.#http.listening) await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve));
  }

  /** The TCP side goes away; returns the port it had. */
  async down(): Promise<number> {
    const { port } = this.#tcp.address() as AddressInfo;
    this.cut();
    await new Promise((resolve) => this.#tcp.close(resolve));
    return port;
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** False: all that was sent over TCP has come. */
  get isConnected(): boolean {
    return this.#sockets.size > 0;
  }

  get tcp(): string {
    return `127.0.0.1:${(this.#tcp.address() as AddressInfo).port}`;
  }

  get http(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}/api`;
  }

  picture(name: string, bytes: Uint8Array | ((response: ServerResponse) => void)): string {
    this.pictures.set(name, typeof bytes === 'function' ? bytes : (response) => response.end(bytes));
    return new URL(`/pictures/${name}`, this.http).href;
  }

  /** Sends bytes to whoever is connected. */
  write(bytes: Uint8Array): void {
    for (const socket of this.#sockets) socket.write(bytes);
  }

  push(reply: Reply): void {
    this.write(replyBytes(reply));
  }

  of(apicode: string): readonly Command[] {
    return this.commands.filter((command) => command.apicode === apicode);
  }

  postsOf(apicode: string): readonly Post[] {
    return this.posts.filter((post) => post.apicode === apicode);
  }

  get punches(): readonly Record<string, unknown>[] {
    return this.of('C_SIGN_IN').map(({ param }) => JSON.parse(param) as Record<string, unknown>);
  }

  async close(): Promise<void> {
    this.cut();
    this.#http.closeAllConnections();
    await Promise.all([new Promise((resolve) => this.#tcp.close(resolve)), new Promise((resolve) => this.#http.close(resolve))]);
  }

  #serve(socket: Socket): void {
    this.connections += 1;
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    let pending: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      for (let taken = takeMessage(pending); taken; taken = takeMessage(pending)) {
        pending = Buffer.from(taken.rest);
        const command = { ...readCommand(taken.fields), atMs: performance.now() };
        this.commands.push(command);
        const reply = this.answer(command, socket) ?? this.#usual(command);
        if (reply !== 'silent' && !socket.destroyed) socket.write(replyBytes(reply));
      }
    });
  }

  #usual({ apicode, token, isSignRight }: Command): Reply {
    if (!isSignRight) return { success: false, apicode, error: refused('400_04') };
    if (apicode === 'C_AUTH') {
      this.#issued += 1;
      this.tokens.add(`token ${this.#issued}`);
      return { success: true, apicode, response: JSON.stringify({ token: `token ${this.#issued}` }) };
    }
    if (!this.tokens.has(token)) return { success: false, apicode, error: refused('401_01') };
    if (apicode !== 'C_HEARTBEAT') return { success: true, apicode };
    return {
      success: true,
      apicode,
      ...(this.tasks.size > 0 ? { response: JSON.stringify({ taskids: [...this.tasks.keys()] }) } : {}),
    };
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('date', new Date(Date.now() + this.aheadMs).toUTCString());
    const picture = this.pictures.get((request.url ?? '').replace('/pictures/', ''));
    if (request.method !== 'POST') {
      if (request.method === 'GET' && picture) picture(response);
      else response.writeHead(404).end();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const post = readPost(Buffer.concat(chunks).toString());
    this.posts.push(post);
    const body = this.answerPost(post, response) ?? this.#usualPost(post);
    if (body !== 'handled') response.end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  #usualPost(post: Post): object {
    if (!post.isSignRight) return { version: 'v1.0.0', success: false, error: { errorcode: '400_04' } };
    if (!this.tokens.has(post.token)) return { version: 'v1.0.0', success: false, error: { errorcode: '401_01' } };
    return signedReply(post, this.#responseTo(post));
  }

  #responseTo({ apicode, taskid, param }: Post): unknown {
    const asked = (typeof param === 'string' ? JSON.parse(param) : param) as Record<string, unknown> | undefined;
    const task = this.tasks.get(taskid ?? '');
    switch (apicode) {
      case 'T_GET_TASKS': {
        const known = (asked?.['taskids'] as string[]).filter((id) => this.tasks.has(id));
        return {
          tasks: known.map((id) => ({ taskid: id, apicode: this.tasks.get(id)?.apicode, param: this.tasks.get(id)?.param })),
        };
      }
      case 'T_UPDATE_TASKS_STATUS': {
        const {
          task: list,
          personCount,
          faceCount,
        } = asked as { task: Record<string, unknown>[]; personCount: number; faceCount: number };
        for (const one of list) {
          this.statuses.push({ task: one, personCount, faceCount });
          this.tasks.delete(String(one['taskid']));
        }
        return undefined;
      }
      case 'T_SEND_PERSON':
      case 'T_UPDATE_DEVICE_PERSON': {
        const page = Number(asked?.['currentPage']);
        return { data: task?.pages?.[page - 1] ?? [], currentPage: page, totalPage: task?.pages?.length ?? 0 };
      }
      case 'T_DEL_DEVICE_PERSON':
        return { personIds: task?.personIds };
      default:
        return task?.response;
    }
  }
}

function replyBytes({ success, apicode, error, response }: Reply): Buffer {
  const optional: (readonly [number, string])[] = [];
  if (error !== undefined) optional.push([4, error]);
  if (response !== undefined) optional.push([5, response]);
  return delimited([[1, 'v1.0.0'], ...(success ? ([[2, true]] as const) : []), [3, apicode], ...optional]);
}

/** A reply as the tables of chapter 3 sign it. */
export function signedReply({ apicode, taskid }: Post, response: unknown, secret = account.accessSecret): object {
  const text = response === undefined ? '' : JSON.stringify(response);
  const withTask = apicode !== 'T_GET_TASKS' && apicode !== 'T_UPDATE_TASKS_STATUS';
  const withResponse = !['T_DEL_DEVICE_PERSON', 'T_CLEAR_DEVICE_PERSON', 'T_UPDATE_DEVICE_VERSION'].includes(apicode);
  const sign = md5('v1.0.0', 'true', withTask ? taskid : '', withResponse ? text : '', secret);
  return { version: 'v1.0.0', success: true, ...(response === undefined ? {} : { response }), sign };
}

function readCommand(fields: Fields): Omit<Command, 'atMs'> {
  const at = (field: number) => fields.get(field) ?? '';
  if (at(3) === 'C_AUTH') {
    const isSignRight = at(7) === md5(at(1), at(2), at(3), at(4), at(5), at(6), account.accessSecret);
    return { apicode: 'C_AUTH', token: '', timeStamp: at(6), param: '', isSignRight };
  }
  const param = at(4) === 'C_SIGN_IN' ? at(6).replace(/"img":"[^"]*",/, '') : at(6);
  const isSignRight = at(7) === md5(at(1), at(2), at(3), at(4), at(5), param, account.accessSecret);
  return { apicode: at(4), token: at(3), timeStamp: at(5), param: at(6), isSignRight };
}

function readPost(text: string): Post {
  const body = JSON.parse(text) as Record<string, string | undefined>;
  const { version, sn, token, taskid, apicode, sign } = body;
  const param: unknown = body['param'];
  const asText = param === undefined ? '' : typeof param === 'string' ? param : JSON.stringify(param);
  const signed = apicode === 'T_POST_DEVICE_PERSON' ? asText.replace(/"img":"[^"]*",/g, '') : asText;
  const isSignRight = sign === md5(version, sn, token, taskid, apicode, signed, account.accessSecret);
  return { apicode: apicode ?? '', token: token ?? '', ...(taskid === undefined ? {} : { taskid }), param, isSignRight };
}
