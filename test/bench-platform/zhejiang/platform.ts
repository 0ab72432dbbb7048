import { createPublicKey } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Bench, type Credentials, type Dialect } from './bench.ts';
import { API_PATH, HttpServer } from './http-server.ts';
import type { Misbehaviour } from './misbehaviour.ts';
import { Orders } from './orders.ts';
import { FIELD_TABLES, type FieldTables } from './packets.ts';
import type { Punch, Roster, SeenRequest, TaskReport } from './records.ts';
import { restoreState, saveState } from './state.ts';
import { TcpServer } from './tcp-server.ts';
import { TOKEN_IDLE_MS } from './tokens.ts';

export interface ZhejiangOptions extends Partial<Credentials> {
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** TCP; 0, the default, is a free one. */
  readonly port?: number;
  /** HTTP; 0, the default, is a free one. */
  readonly httpPort?: number;
  /** PEM of the device's public key: replies are encrypted with it (1.6). Default: none are. */
  readonly publicKey?: string | null;
  readonly dialect?: Partial<Dialect>;
  /** Other names and numbers of the TCP fields. */
  readonly fieldTables?: Partial<FieldTables>;
  /** A time stamp may be off by so much. Default 5 minutes. */
  readonly clockToleranceMs?: number;
  /** A token dies after so long without a request. Default 30 minutes. */
  readonly tokenIdleMs?: number;
  /** Pictures of punches kept in memory, the newest. Default 2,000. */
  readonly keepPictures?: number;
  /** What another platform's `saveState` gave. */
  readonly state?: string;
}

/** Invented for the bench; a site's platform gives its own. */
export const BENCH_CREDENTIALS: Credentials = { accessId: 'bench-id', accessKey: 'bench-key', accessSecret: 'bench-secret' };

const CLOCK_TOLERANCE_MS = 5 * 60_000;
const KEEP_PICTURES = 2_000;

export async function startZhejiangPlatform(options: ZhejiangOptions = {}): Promise<ZhejiangPlatform> {
  const settings = {
    credentials: {
      accessId: options.accessId ?? BENCH_CREDENTIALS.accessId,
      accessKey: options.accessKey ?? BENCH_CREDENTIALS.accessKey,
      accessSecret: options.accessSecret ?? BENCH_CREDENTIALS.accessSecret,
    },
    publicKey: typeof options.publicKey === 'string' ? createPublicKey(options.publicKey) : null,
    fieldTables: { ...FIELD_TABLES, ...options.fieldTables },
    clockToleranceMs: options.clockToleranceMs ?? CLOCK_TOLERANCE_MS,
    tokenIdleMs: options.tokenIdleMs ?? TOKEN_IDLE_MS,
    keepPictures: options.keepPictures ?? KEEP_PICTURES,
  };
  const bench = new Bench(settings, options.dialect ?? {});
  if (options.state !== undefined) restoreState(bench, options.state);
  const platform = new ZhejiangPlatform(bench, options.host ?? '127.0.0.1');
  await platform.resume(options.port ?? 0, options.httpPort ?? 0);
  return platform;
}

/** A platform of 附件二, running. */
export class ZhejiangPlatform {
  /** What both its servers share; for what this class does not offer. */
  readonly bench: Bench;
  readonly order: Orders;
  readonly host: string;
  readonly #tcp: TcpServer;
  readonly #http: HttpServer;
  #tcpPort = 0;
  #httpPort = 0;

  constructor(bench: Bench, host: string) {
    this.bench = bench;
    this.host = host;
    this.#tcp = new TcpServer(bench);
    this.#http = new HttpServer(bench);
    this.order = new Orders(bench, this.#tcp, () => `http://${host}:${this.#httpPort}`);
  }

  get tcpPort(): number {
    return this.#tcpPort;
  }

  get httpPort(): number {
    return this.#httpPort;
  }

  /** As `platform.zhejiang.tcp` of the terminal's configuration wants it. */
  get tcpAddress(): string {
    return `${this.host}:${this.#tcpPort}`;
  }

  /** As `platform.zhejiang.http` of the terminal's configuration wants it. */
  get httpAddress(): string {
    return `http://${this.host}:${this.#httpPort}${API_PATH}`;
  }

  /** As `platform.zhejiang` of the terminal's configuration. */
  terminalConfiguration(): { readonly tcp: string; readonly http: string } & Credentials {
    return { tcp: this.tcpAddress, http: this.httpAddress, ...this.bench.settings.credentials };
  }

  /** In order of arrival, repeats included. */
  get punches(): readonly Punch[] {
    return this.bench.punches;
  }

  get taskReports(): readonly TaskReport[] {
    return this.bench.taskReports;
  }

  /** Answers to T_POST_DEVICE_PERSON. */
  get rosters(): readonly Roster[] {
    return this.bench.rosters;
  }

  /** The newest 10,000 at least. */
  get requests(): readonly SeenRequest[] {
    return this.bench.requests;
  }

  /** May be changed at any time. */
  get dialect(): Dialect {
    return this.bench.dialect;
  }

  /** Whether this device has an authenticated connection. */
  isConnected(sn: string): boolean {
    return (this.bench.devices.get(sn)?.connections ?? 0) > 0;
  }

  /** @returns what ends them early. */
  misbehave(...what: readonly Misbehaviour[]): () => void {
    const stops = what.map((one) => this.bench.rules.add(one));
    return () => stops.forEach((stop) => stop());
  }

  /** Ends all misbehaviour. */
  behave(): void {
    this.bench.rules.stop();
  }

  expireTokens(): void {
    this.bench.tokens.forgetAll();
  }

  /** Cuts the TCP connections of one device, or all. */
  cutConnections(sn?: string): void {
    this.#tcp.cut(sn);
  }

  /** Stops listening and cuts all connections, on both ports; everything is remembered. */
  async stop(): Promise<void> {
    await Promise.all([this.#tcp.close(), this.#http.close()]);
  }

  /** Listens again, on the same ports. */
  async resume(port = this.#tcpPort, httpPort = this.#httpPort): Promise<void> {
    this.#tcpPort = await this.#tcp.listen(port, this.host);
    try {
      this.#httpPort = await this.#http.listen(httpPort, this.host);
    } catch (error) {
      await this.#tcp.close();
      throw error;
    }
  }

  /** The platform is restarted: away for so long, everything remembered but, if so told, the tokens. */
  async restart({ downMs = 0, forgetsTokens = false } = {}): Promise<void> {
    await this.stop();
    if (forgetsTokens) this.expireTokens();
    await pause(downMs);
    await this.resume();
  }

  /** JSON for `ZhejiangOptions.state`. */
  saveState(): string {
    return saveState(this.bench);
  }

  /**
   * Resolves with what `probe` gives once that is neither null, undefined nor false; asked again after every change.
   * @throws after `timeoutMs` (default 10 s).
   */
  async until<T>(probe: () => T | null | undefined | false, timeoutMs = 30_000): Promise<T> {
    return this.bench.until(probe, timeoutMs);
  }

  async close(): Promise<void> {
    await this.stop();
  }
}
