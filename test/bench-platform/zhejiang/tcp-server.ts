import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { parseJson } from '../json.ts';
import type { Bench } from './bench.ts';
import { FrameReader } from './framing.ts';
import { type Outcome, refused } from './outcome.ts';
import { type Fields, readRequest } from './packets.ts';
import { tcpReply } from './reply.ts';
import { shortened } from './shorten.ts';
import { answerTcp } from './tcp-calls.ts';
import { TcpWriter } from './tcp-writer.ts';

interface Connection {
  readonly socket: Socket;
  readonly writer: TcpWriter;
  readonly remote: string;
  /** Who authenticated on it or sent a right request. */
  sn: string | null;
}

/** 附件二 2: the TCP side. */
export class TcpServer {
  readonly #bench: Bench;
  readonly #connections = new Set<Connection>();
  #server: Server | null = null;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  /** @returns the port, which is a free one for 0. */
  async listen(port: number, host: string): Promise<number> {
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
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
    this.cut();
    await closed;
  }

  /** Cuts every connection, or those of one device. */
  cut(sn?: string): void {
    for (const connection of this.#connections) if (sn === undefined || connection.sn === sn) connection.socket.destroy();
  }

  /** Sends a packet that nobody asked for (1.2). @returns to how many connections. */
  push(apicode: string, outcome: Outcome, sn?: string): number {
    const targets = [...this.#connections].filter((one) => one.sn !== null && (sn === undefined || one.sn === sn));
    for (const one of targets) void one.writer.send(apicode, tcpReply(this.#bench, apicode, outcome));
    return targets.length;
  }

  #accept(socket: Socket): void {
    const remote = `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? 0}`;
    const connection: Connection = { socket, writer: new TcpWriter(socket, this.#bench.rules), remote, sn: null };
    const reader = new FrameReader();
    this.#connections.add(connection);
    socket.on('error', () => undefined); // 'close' follows
    socket.on('close', () => this.#forget(connection));
    socket.on('data', (chunk) => {
      try {
        for (const packet of reader.push(chunk)) this.#take(connection, readRequest(packet, this.#bench.settings.fieldTables));
      } catch (error) {
        const seen = this.#bench.seen({ via: 'tcp', remote, apicode: '', sn: connection.sn ?? '', fields: {}, param: null });
        this.#bench.settle(seen, `malformed: ${error instanceof Error ? error.message : String(error)}`);
        socket.destroy();
      }
    });
  }

  #forget(connection: Connection): void {
    this.#connections.delete(connection);
    if (connection.sn !== null) this.#bench.device(connection.sn).connections--;
    this.#bench.changed();
  }

  #take(connection: Connection, whole: Fields): void {
    if (connection.socket.destroyed) return;
    const { rules } = this.#bench;
    const { param: text, ...fields } = whole;
    const apicode = fields['apicode'] ?? '';
    const param = shortened(text === undefined ? null : (parseJson(text) ?? text));
    const seen = this.#bench.seen({ via: 'tcp', remote: connection.remote, apicode, sn: fields['sn'] ?? '', fields, param });
    if (rules.take('dropConnection', apicode) !== null) {
      connection.socket.destroy();
      return this.#bench.settle(seen, 'dropped');
    }
    if (rules.take('hang', apicode) !== null) return this.#bench.settle(seen, 'hung');
    if (rules.take('expireTokens', apicode) !== null) this.#bench.tokens.forgetAll();
    const refusal = rules.take('refuse', apicode);
    const answer = refusal === null ? answerTcp(this.#bench, whole, seen.remarks) : { outcome: refused(refusal.code) };
    if (answer.outcome.ok) this.#belongsTo(connection, seen.sn);
    void connection.writer.send(apicode, tcpReply(this.#bench, apicode, answer.outcome)).then((isSent) => {
      if (answer.punch !== undefined) answer.punch.reply = isSent ? 'sent' : 'lost';
      const result = answer.outcome.ok ? 'ok' : answer.outcome.code;
      this.#bench.settle(seen, isSent ? result : `${result}, reply lost`);
    });
    this.#bench.changed();
  }

  #belongsTo(connection: Connection, sn: string): void {
    if (connection.sn === sn) return;
    if (connection.sn !== null) this.#bench.device(connection.sn).connections--;
    connection.sn = sn;
    this.#bench.device(sn).connections++;
  }
}
