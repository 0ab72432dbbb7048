import { isIP } from 'node:net';
import type { NetworkChange, NetworkDevice, NetworkView, SystemOutcome, WifiNetwork } from '../../shared/setup.ts';
import { splitTerse } from './nmcli-text.ts';
import { runProgram, type ProgramResult, type RunProgram } from './run-program.ts';

const LOOK_MS = 5_000;
/** nmcli itself waits for an address; the page waits half a minute for an answer. */
const CHANGE_MS = 28_000;
const WAIT_SECONDS = '25';

/** The network of the system, through NetworkManager's `nmcli` (nmcli(1), terse output with `-t`). */
export class NetworkManager {
  readonly #run: RunProgram;

  constructor(run: RunProgram = runProgram) {
    this.#run = run;
  }

  async view(): Promise<NetworkView> {
    const fields = 'GENERAL.DEVICE,GENERAL.TYPE,GENERAL.STATE,GENERAL.CONNECTION,IP4.ADDRESS,IP4.GATEWAY,IP4.DNS';
    const result = await this.#run('nmcli', ['-t', '-f', fields, 'device', 'show'], LOOK_MS);
    const manager = stateOf(result);
    return { manager, devices: manager === 'here' && result.kind === 'ended' ? devicesOf(result.stdout) : [] };
  }

  /** Networks in reach, strongest first, each name once. */
  async wifiNetworks(): Promise<readonly WifiNetwork[]> {
    const args = ['-t', '-f', 'IN-USE,SIGNAL,SECURITY,SSID', 'device', 'wifi', 'list', '--rescan', 'auto'];
    const result = await this.#run('nmcli', args, 20_000);
    if (result.kind !== 'ended' || result.code !== 0) return [];
    const found = result.stdout.split('\n').flatMap((line) => {
      const [inUse = '', signal = '', security = '', ssid = ''] = splitTerse(line);
      return ssid === ''
        ? []
        : [{ ssid, signal: Number(signal), isSecured: security !== '' && security !== '--', isInUse: inUse === '*' }];
    });
    const strongest = found.toSorted((a, b) => Number(b.isInUse) - Number(a.isInUse) || b.signal - a.signal);
    return strongest.filter(({ ssid }, index) => strongest.findIndex((other) => other.ssid === ssid) === index);
  }

  async change(change: NetworkChange): Promise<SystemOutcome> {
    const problem = problemOf(change);
    if (problem !== null) return { kind: 'invalid', detail: problem };
    if (change.kind === 'wifi') {
      const password = change.password === '' ? [] : ['password', change.password];
      return this.#change(['device', 'wifi', 'connect', change.ssid, ...password]);
    }
    if (change.kind === 'mobile') {
      const made = await this.#change([
        'connection',
        'add',
        'type',
        'gsm',
        'ifname',
        '*',
        'con-name',
        'terminal-mobile',
        'apn',
        change.apn,
      ]);
      return made.kind === 'done' ? this.#change(['connection', 'up', 'terminal-mobile']) : made;
    }
    const { devices } = await this.view();
    const connection = devices.find(({ name }) => name === change.device)?.connection;
    if (connection === undefined || connection === null) return this.#change(['device', 'connect', change.device]);
    const set = await this.#change(['connection', 'modify', connection, ...addressing(change)]);
    return set.kind === 'done' ? this.#change(['connection', 'up', connection]) : set;
  }

  async #change(args: readonly string[]): Promise<SystemOutcome> {
    return outcomeOf(await this.#run('nmcli', ['-w', WAIT_SECONDS, ...args], CHANGE_MS));
  }
}

function addressing(change: Extract<NetworkChange, { kind: 'automatic' | 'fixed' }>): readonly string[] {
  if (change.kind === 'automatic') {
    return ['ipv4.method', 'auto', 'ipv4.addresses', '', 'ipv4.gateway', '', 'ipv4.dns', ''];
  }
  const { address, gateway, dns } = change;
  return ['ipv4.method', 'manual', 'ipv4.addresses', address, 'ipv4.gateway', gateway, 'ipv4.dns', dns.join(' ')];
}

/** What would not be an address, before the system is asked. */
function problemOf(change: NetworkChange): string | null {
  if (change.kind === 'wifi') return change.ssid === '' ? 'ssid' : null;
  if (change.kind === 'mobile') return /^[A-Za-z0-9.-]{1,100}$/.test(change.apn) ? null : 'apn';
  if (change.kind === 'automatic') return null;
  const [address = '', prefix = ''] = change.address.split('/');
  if (isIP(address) !== 4 || !/^([1-9]|[12]\d|3[0-2])$/.test(prefix)) return 'address';
  if (change.gateway !== '' && isIP(change.gateway) !== 4) return 'gateway';
  return change.dns.every((server) => isIP(server) !== 0) ? null : 'dns';
}

/** nmcli(1), EXIT STATUS: 8 NetworkManager is not running, 4 activation failed, 10 no such thing, 3 time-out. */
function outcomeOf(result: ProgramResult): SystemOutcome {
  if (result.kind === 'missing') return { kind: 'missing', detail: null };
  if (result.kind === 'timeout') return { kind: 'timeout', detail: null };
  const detail = result.stderr
    .trim()
    .replace(/^Error: /, '')
    .slice(0, 200);
  switch (result.code) {
    case 0:
      return { kind: 'done', detail: null };
    case 3:
      return { kind: 'timeout', detail };
    case 8:
      return { kind: 'missing', detail };
    case 10:
      return { kind: 'notFound', detail };
    default:
      if (/not authorized|permission|privileges/i.test(detail)) return { kind: 'refused', detail };
      return { kind: /secrets were required|802-11-wireless-security/i.test(detail) ? 'wrongPassword' : 'failed', detail };
  }
}

function stateOf(result: ProgramResult): NetworkView['manager'] {
  if (result.kind === 'ended' && result.code === 0) return 'here';
  return result.kind === 'ended' && /not authorized|permission/i.test(result.stderr) ? 'refused' : 'missing';
}

const kinds: Readonly<Record<string, NetworkDevice['kind']>> = {
  ethernet: 'ethernet',
  wifi: 'wifi',
  gsm: 'mobile',
  cdma: 'mobile',
};

/** Blocks of `KEY:value` lines, an empty line between devices. */
function devicesOf(stdout: string): NetworkDevice[] {
  return stdout.split(/\n\s*\n/).flatMap((block) => {
    const lines = block.split('\n').map((line) => splitTerse(line));
    const all = (name: string): string[] =>
      lines.flatMap(([key = '', ...value]) => (key.replace(/\[\d+\]$/, '') === name ? [value.join(':')] : [])).filter(isSaid);
    const kind = kinds[all('GENERAL.TYPE')[0] ?? ''];
    const name = all('GENERAL.DEVICE')[0];
    if (kind === undefined || name === undefined) return [];
    return [
      {
        name,
        kind,
        state: deviceState(all('GENERAL.STATE')[0] ?? ''),
        connection: all('GENERAL.CONNECTION')[0] ?? null,
        addresses: all('IP4.ADDRESS'),
        gateway: all('IP4.GATEWAY')[0] ?? null,
        dns: all('IP4.DNS'),
      },
    ];
  });
}

const isSaid = (value: string): boolean => value !== '' && value !== '--';

/** `100 (connected)`: NMDeviceState, 30 disconnected, 40 to 90 on the way, 100 activated, 20 and below not usable. */
function deviceState(text: string): NetworkDevice['state'] {
  const code = Number.parseInt(text, 10);
  if (code === 100) return 'connected';
  if (code >= 40 && code < 100) return 'connecting';
  return code === 30 || code === 110 || code === 120 ? 'disconnected' : 'unavailable';
}
