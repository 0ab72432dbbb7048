import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** `otherCa`: signed by an authority that nobody has; `otherName`: for platform.example. */
export type CertificateKind = 'valid' | 'expired' | 'otherName' | 'selfSigned' | 'otherCa';

export interface Certificate {
  readonly key: Buffer;
  readonly cert: Buffer;
}

const run = promisify(execFile);
const DAY_MS = 86_400_000;
const VALID_DAYS = 365;
const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
/** For `openssl`, so that the system's own configuration does not matter. */
const CONFIGURATION = `
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[ca]
default_ca = bench
[bench]
new_certs_dir = .
database = index.txt
rand_serial = yes
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
`;

/** A certificate authority of the bench's own in a folder, by the system's `openssl`. */
export class Certificates {
  /** The authority's certificate, PEM: what `platform.sichuan.caFile` of the terminal's configuration names. */
  readonly caFile: string;
  readonly #folder: string;
  readonly #isTemporary: boolean;
  readonly #names: string;

  private constructor(folder: string, isTemporary: boolean, host: string) {
    this.caFile = join(folder, 'ca.pem');
    this.#folder = folder;
    this.#isTemporary = isTemporary;
    const own = [`DNS:localhost`, 'IP:127.0.0.1', 'IP:::1', `${isIP(host) === 0 ? 'DNS' : 'IP'}:${host}`];
    this.#names = [...new Set(own)].join(',');
  }

  /**
   * Made where there is none yet.
   * @param folder null: a temporary one, removed by `close`.
   * @param host what the certificates are for, beside this machine.
   * @throws where there is no `openssl`.
   */
  static async open(folder: string | null, host: string): Promise<Certificates> {
    const place = folder ?? (await mkdtemp(join(tmpdir(), 'bench-ca-')));
    const one = new Certificates(place, folder === null, host);
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'openssl.cnf'), CONFIGURATION);
    const isThere = await access(one.caFile).then(() => true, () => false); // prettier-ignore
    if (!isThere) await one.#makeAuthority('ca');
    return one;
  }

  async make(kind: CertificateKind): Promise<Certificate> {
    const names = kind === 'otherName' ? 'DNS:platform.example' : this.#names;
    if (kind === 'selfSigned') await this.#request(kind, [...KEY, '-x509', '-days', '30', '-out', `${kind}.pem`], names);
    else {
      await this.#request(kind, [...KEY, '-out', `${kind}.csr`], names);
      const authority = kind === 'otherCa' ? 'other-ca' : 'ca';
      if (kind === 'otherCa') await this.#makeAuthority(authority);
      await this.#sign(kind, authority);
    }
    const [key, cert] = await Promise.all(['key', 'pem'].map((ending) => readFile(join(this.#folder, `${kind}.${ending}`))));
    if (key === undefined || cert === undefined) throw new Error(`no certificate: ${kind}`);
    return { key, cert };
  }

  async close(): Promise<void> {
    if (this.#isTemporary) await rm(this.#folder, { recursive: true, force: true });
  }

  async #makeAuthority(name: string): Promise<void> {
    const own = ['-x509', '-extensions', 'authority', '-days', '3650', '-out', `${name}.pem`];
    await this.#openssl(['req', ...KEY, ...own, '-keyout', `${name}.key`, '-subj', `/CN=bench ${name}`]);
  }

  async #request(name: string, how: readonly string[], names: string): Promise<void> {
    const subject = ['-subj', `/CN=bench ${name}`, '-addext', `subjectAltName=${names}`];
    await this.#openssl(['req', ...how, '-keyout', `${name}.key`, ...subject]);
  }

  async #sign(kind: CertificateKind, authority: string): Promise<void> {
    await writeFile(join(this.#folder, 'index.txt'), '');
    const endMs = Date.now() + (kind === 'expired' ? -1 : VALID_DAYS) * DAY_MS;
    const startMs = Math.min(Date.now() - DAY_MS, endMs - 30 * DAY_MS);
    const period = ['-startdate', asn1Time(startMs), '-enddate', asn1Time(endMs)];
    const files = ['-cert', `${authority}.pem`, '-keyfile', `${authority}.key`, '-in', `${kind}.csr`, '-out', `${kind}.pem`];
    await this.#openssl(['ca', '-batch', '-notext', ...files, ...period]);
  }

  async #openssl([command = '', ...rest]: readonly string[]): Promise<void> {
    try {
      await run('openssl', [command, '-config', 'openssl.cnf', ...rest], { cwd: this.#folder, timeout: 30_000 });
    } catch (error) {
      throw new Error('HTTPS 需要 openssl 命令 / HTTPS needs the openssl command', { cause: error });
    }
  }
}

/** `yyyyMMddHHmmssZ` */
const asn1Time = (atMs: number): string => `${new Date(atMs).toISOString().replace(/\D/g, '').slice(0, 14)}Z`;
