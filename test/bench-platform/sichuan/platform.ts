import { setTimeout as pause } from 'node:timers/promises';
import { Bench, type BenchSettings, type Dialect } from './bench.ts';
import { type CertificateKind, Certificates } from './certificates.ts';
import { API_PATH, HttpServer } from './http-server.ts';
import type { Misbehaviour } from './misbehaviour.ts';
import { Orders } from './orders.ts';
import type { Punch, Registration, SeenRequest, TaskResult } from './records.ts';
import { restoreState, saveState } from './state.ts';
import { type TerminalConfiguration, terminalConfiguration } from './terminal-configuration.ts';

export interface SichuanOptions extends Partial<BenchSettings> {
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** HTTP; 0, the default, is a free one. */
  readonly port?: number;
  /** HTTPS; 0 is a free one; null, the default: none. */
  readonly httpsPort?: number | null;
  /** Where the certificate authority is kept, made where there is none. Default null: a temporary folder. */
  readonly certificateFolder?: string | null;
  readonly dialect?: Partial<Dialect>;
  /** What another platform's `saveState` gave. */
  readonly state?: string;
}

/** Invented for the bench; a site's platform gives its own. 16 bytes: SM4 key and IV too. */
export const BENCH_SECRET = 'bench-secret-16b';

const CLOCK_TOLERANCE_MS = 5 * 60_000;

export async function startSichuanPlatform(options: SichuanOptions = {}): Promise<SichuanPlatform> {
  const settings: BenchSettings = {
    secret: options.secret ?? BENCH_SECRET,
    devices: options.devices ?? null,
    sm4Key: options.sm4Key ?? null,
    sm4Iv: options.sm4Iv ?? null,
    clockToleranceMs: options.clockToleranceMs ?? CLOCK_TOLERANCE_MS,
    minOnlineMs: options.minOnlineMs ?? 0,
  };
  const bench = new Bench(settings, options.dialect ?? {});
  if (options.state !== undefined) restoreState(bench, options.state);
  const host = options.host ?? '127.0.0.1';
  const httpsPort = options.httpsPort ?? null;
  const certificates = httpsPort === null ? null : await Certificates.open(options.certificateFolder ?? null, host);
  const platform = new SichuanPlatform(bench, host, certificates);
  try {
    await platform.resume(options.port ?? 0, httpsPort ?? 0);
  } catch (error) {
    await platform.close();
    throw error;
  }
  return platform;
}

/** A platform of the document, running. */
export class SichuanPlatform {
  /** Everything that it knows; for what this class does not offer. */
  readonly bench: Bench;
  readonly order: Orders;
  readonly host: string;
  readonly #certificates: Certificates | null;
  readonly #http: HttpServer;
  readonly #https: HttpServer;
  #port = 0;
  #httpsPort = 0;
  #certificate: CertificateKind = 'valid';

  constructor(bench: Bench, host: string, certificates: Certificates | null) {
    this.bench = bench;
    this.host = host;
    this.order = new Orders(bench);
    this.#certificates = certificates;
    this.#http = new HttpServer(bench);
    this.#https = new HttpServer(bench);
  }

  get port(): number {
    return this.#port;
  }

  /** 0 where there is none. */
  get httpsPort(): number {
    return this.#httpsPort;
  }

  /** {API_ROOT} over HTTP. */
  get baseUrl(): string {
    return `http://${this.host}:${this.#port}${API_PATH}`;
  }

  /** {API_ROOT} over HTTPS; null where there is none. */
  get httpsBaseUrl(): string | null {
    return this.#certificates === null ? null : `https://${this.host}:${this.#httpsPort}${API_PATH}`;
  }

  /** PEM file of the authority that signed the certificate; null without HTTPS. */
  get caFile(): string | null {
    return this.#certificates?.caFile ?? null;
  }

  /** The certificate in use. */
  get certificate(): CertificateKind {
    return this.#certificate;
  }

  /** What a device needs; over HTTPS where there is HTTPS. `sn`: for its own secret. */
  terminalConfiguration(sn = ''): TerminalConfiguration {
    return terminalConfiguration(this.bench, this.httpsBaseUrl ?? this.baseUrl, this.caFile, sn);
  }

  /** In order of arrival, repeats included. */
  get punches(): readonly Punch[] {
    return this.bench.punches;
  }

  get registrations(): readonly Registration[] {
    return this.bench.registrations;
  }

  get taskResults(): readonly TaskResult[] {
    return this.bench.taskResults;
  }

  /** The newest 10,000 at least. */
  get requests(): readonly SeenRequest[] {
    return this.bench.requests;
  }

  /** May be changed at any time. */
  get dialect(): Dialect {
    return this.bench.dialect;
  }

  /** @returns what ends them early. */
  misbehave(...what: readonly Misbehaviour[]): () => void {
    const stops = what.map((one) => this.bench.rules.add(one));
    return () => stops.forEach((stop) => stop());
  }

  /** Ends all misbehaviour; the certificate stays. */
  behave(): void {
    this.bench.rules.stop();
  }

  /** For connections from now on. @throws without HTTPS. */
  async useCertificate(kind: CertificateKind): Promise<void> {
    if (this.#certificates === null) throw new Error('没有 HTTPS / no HTTPS');
    this.#https.useCertificate(await this.#certificates.make(kind));
    this.#certificate = kind;
    this.bench.changed();
  }

  cutConnections(): void {
    this.#http.cut();
    this.#https.cut();
  }

  /** Stops listening and cuts all connections; everything is remembered. */
  async stop(): Promise<void> {
    await Promise.all([this.#http.close(), this.#https.close()]);
  }

  /** Listens again, on the same ports. */
  async resume(port = this.#port, httpsPort = this.#httpsPort): Promise<void> {
    this.#port = await this.#http.listen(port, this.host, null);
    if (this.#certificates === null) return;
    try {
      this.#httpsPort = await this.#https.listen(httpsPort, this.host, await this.#certificates.make(this.#certificate));
    } catch (error) {
      await this.#http.close();
      throw error;
    }
  }

  /** The platform is restarted: away for so long, everything remembered. */
  async restart({ downMs = 0 } = {}): Promise<void> {
    await this.stop();
    await pause(downMs);
    await this.resume();
  }

  /** JSON for `SichuanOptions.state`. */
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
    await this.#certificates?.close();
  }
}
