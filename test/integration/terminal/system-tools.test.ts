import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NetworkChange } from '../../../src/shared/setup.ts';
import { splitTerse } from '../../../src/terminal/system/nmcli-text.ts';
import { NetworkManager } from '../../../src/terminal/system/network-manager.ts';
import { TimeControl } from '../../../src/terminal/system/time-control.ts';
import { SystemTools } from '../../fakes/system-tools.ts';

let tools: SystemTools;
beforeEach(() => {
  tools = new SystemTools();
});
afterEach(() => tools.close());

/** As `nmcli -t -f … device show` prints it (nmcli(1), nmcli-examples(7)): one block a device, `:` in values escaped. */
const deviceShow = `cat <<'END'
GENERAL.DEVICE:eth0
GENERAL.TYPE:ethernet
GENERAL.STATE:100 (connected)
GENERAL.CONNECTION:Wired connection 1
IP4.ADDRESS[1]:192.168.1.20/24
IP4.GATEWAY:192.168.1.1
IP4.DNS[1]:223.5.5.5
IP4.DNS[2]:119.29.29.29

GENERAL.DEVICE:wlan0
GENERAL.TYPE:wifi
GENERAL.STATE:30 (disconnected)
GENERAL.CONNECTION:--
IP4.GATEWAY:--

GENERAL.DEVICE:lo
GENERAL.TYPE:loopback
GENERAL.STATE:100 (connected (externally))
GENERAL.CONNECTION:lo
END`;

describe('the network', () => {
  it('is told device by device, without the ones that are none', async () => {
    tools.install('nmcli', deviceShow);
    expect(await new NetworkManager(tools.run).view()).toEqual({
      manager: 'here',
      devices: [
        {
          name: 'eth0',
          kind: 'ethernet',
          state: 'connected',
          connection: 'Wired connection 1',
          addresses: ['192.168.1.20/24'],
          gateway: '192.168.1.1',
          dns: ['223.5.5.5', '119.29.29.29'],
        },
        { name: 'wlan0', kind: 'wifi', state: 'disconnected', connection: null, addresses: [], gateway: null, dns: [] },
      ],
    });
  });

  it('says so where there is no NetworkManager, or none that runs', async () => {
    const network = new NetworkManager(tools.run);
    expect(await network.view()).toEqual({ manager: 'missing', devices: [] });
    tools.install('nmcli', "echo 'Error: NetworkManager is not running.' >&2; exit 8");
    expect(await network.view()).toEqual({ manager: 'missing', devices: [] });
    expect((await network.change({ kind: 'wifi', ssid: 'site', password: 'x' })).kind).toBe('missing');
  });

  it('lists each Wi-Fi name once, the one in use first, then the strongest', async () => {
    tools.install('nmcli', String.raw`printf ' :40:WPA2:site\n :82:WPA2:site\n*:30::caf\\:e\n :99:WPA2:\n'`);
    expect(await new NetworkManager(tools.run).wifiNetworks()).toEqual([
      { ssid: 'caf:e', signal: 30, isSecured: false, isInUse: true },
      { ssid: 'site', signal: 82, isSecured: true, isInUse: false },
    ]);
  });

  it('gives a cable a fixed address by changing its own profile and bringing it up', async () => {
    tools.install('nmcli', `case "$*" in *show*) ${deviceShow.replace('cat <<', 'cat <<')}\n;; esac`);
    const change: NetworkChange = {
      kind: 'fixed',
      device: 'eth0',
      address: '10.0.0.9/16',
      gateway: '10.0.0.1',
      dns: ['10.0.0.2'],
    };
    expect(await new NetworkManager(tools.run).change(change)).toEqual({ kind: 'done', detail: null });
    expect(tools.calls('nmcli').slice(1)).toEqual([
      '-w 25 connection modify Wired connection 1 ipv4.method manual ipv4.addresses 10.0.0.9/16 ipv4.gateway 10.0.0.1 ipv4.dns 10.0.0.2',
      '-w 25 connection up Wired connection 1',
    ]);
  });

  it.each(['10.0.0.9', '10.0.0/24', '10.0.0.9/33', '; reboot/24'])(
    'does not ask the system for the address %j',
    async (address) => {
      const change: NetworkChange = { kind: 'fixed', device: 'eth0', address, gateway: '', dns: [] };
      expect(await new NetworkManager(tools.run).change(change)).toEqual({ kind: 'invalid', detail: 'address' });
    },
  );

  it('tells a wrong Wi-Fi password from a name that is not there, and what may not be done', async () => {
    const join = () => new NetworkManager(tools.run).change({ kind: 'wifi', ssid: 'site', password: 'x' });
    tools.install(
      'nmcli',
      "echo 'Error: Connection activation failed: (7) Secrets were required, but not provided.' >&2; exit 4",
    );
    expect((await join()).kind).toBe('wrongPassword');
    tools.install('nmcli', 'echo "Error: No network with SSID \'site\' found." >&2; exit 10');
    expect((await join()).kind).toBe('notFound');
    tools.install('nmcli', "echo 'Error: Failed to add connection: Insufficient privileges.' >&2; exit 1");
    expect((await join()).kind).toBe('refused');
  });
});

describe('the clock of the system', () => {
  const clock = { now: () => 1_700_000_000_000, monotonic: () => 0 };
  const show = "printf 'Timezone=Asia/Shanghai\\nLocalRTC=no\\nCanNTP=yes\\nNTP=yes\\nNTPSynchronized=no\\n'";

  it('is told as timedatectl shows it, or as missing', async () => {
    const control = new TimeControl({ clock, run: tools.run });
    expect(await control.view()).toMatchObject({ tool: 'missing', zone: null, nowMs: 1_700_000_000_000 });
    tools.install('timedatectl', show);
    expect(await control.view()).toMatchObject({
      tool: 'here',
      zone: 'Asia/Shanghai',
      isAutomatic: true,
      isSynchronised: false,
    });
  });

  it('is set without ever asking for a password', async () => {
    tools.install('timedatectl', 'exit 0');
    const control = new TimeControl({ clock, run: tools.run });
    await control.change({ kind: 'zone', zone: 'Asia/Shanghai' });
    await control.change({ kind: 'automatic', isOn: false });
    await control.change({ kind: 'clock', atMs: 1_700_000_000_499 });
    expect(tools.calls('timedatectl')).toEqual([
      '--no-ask-password set-timezone Asia/Shanghai',
      '--no-ask-password set-ntp false',
      '--no-ask-password set-time @1700000000',
    ]);
  });

  it('says when the system does not allow it', async () => {
    tools.install('timedatectl', "echo 'Failed to set time: Interactive authentication required.' >&2; exit 1");
    const outcome = await new TimeControl({ clock, run: tools.run }).change({ kind: 'automatic', isOn: true });
    expect(outcome.kind).toBe('refused');
  });

  it('takes a time server into a file of its own and has it read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'timesyncd-'));
    try {
      tools.install('systemctl', 'exit 0');
      const serverFile = join(folder, 'conf.d', 'terminal.conf');
      const control = new TimeControl({ clock, run: tools.run, serverFile });
      expect((await control.change({ kind: 'server', server: 'ntp.site.example' })).kind).toBe('done');
      expect(readFileSync(serverFile, 'utf8')).toBe('[Time]\nNTP=ntp.site.example\n');
      expect((await control.change({ kind: 'server', server: 'a\nFallbackNTP=b' })).kind).toBe('invalid');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

it('a terse line of nmcli is split at its colons and not at those of a value', () => {
  expect(splitTerse(String.raw`a:b\:c:d\\e:`)).toEqual(['a', 'b:c', String.raw`d\e`, '']);
});
