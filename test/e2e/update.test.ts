import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startZhejiangPlatform, type ZhejiangPlatform } from '../bench-platform/zhejiang/platform.ts';
import { hasModbusSlave } from '../fakes/modbus-slave.ts';
import { PackageServer } from '../fakes/package-server.ts';
import { makeKeys } from '../fakes/update-package.ts';
import { GatePlace } from './support/gate-place.ts';
import { linkModules, packStandIn, standInBase } from './support/stand-in-package.ts';
import { root, runCli, TerminalProcess, type LogLine } from './support/terminal-process.ts';

const keys = makeKeys();
const STEADY_SECONDS = 1;

describe.skipIf(!hasModbusSlave)('a terminal that is updated from afar', () => {
  let platform: ZhejiangPlatform;
  let place: GatePlace;
  let server: PackageServer;
  let terminal: TerminalProcess;
  const lastVersion = (): string | undefined => platform.bench.devices.get('1388186')?.deviceVersion;
  const reportOf = (taskid: string) => platform.taskReports.find((report) => report.taskid === taskid);

  beforeAll(async () => {
    platform = await startZhejiangPlatform();
    place = await GatePlace.create({
      clip: [{ frames: null, repeat: 3, count: 15 }],
      config: {
        device: { sn: '1388186', direction: 'in' },
        platform: { protocol: 'zhejiang', zhejiang: { ...platform.terminalConfiguration(), heartbeatSeconds: 1 } },
        speech: { enabled: false },
        update: {
          publicKeyFile: 'update.pub',
          when: 'atOnce',
          healthMinutes: 1,
          steadySeconds: STEADY_SECONDS,
          mostKilobytesPerSecond: 1_000_000,
        },
      },
    });
    writeFileSync(join(place.folder, 'update.pub'), keys.publicText);
    linkModules(place.dataDir);
    server = await PackageServer.start(new Uint8Array(0));
    const args = ['--base', standInBase(place.folder), '--data', place.dataDir, '--'];
    const own = ['--config', join(place.folder, 'config.json'), '--headless'];
    terminal = new TerminalProcess([...args, ...own], {}, join(root, 'out/launcher/launcher.mjs'));
    await terminal.event('vision', 'ready', 180_000);
  });
  afterAll(async () => {
    await terminal?.stop();
    await place?.close();
    await platform?.close();
    await server?.close();
  });

  /** From when nobody could pass to when the gate knew faces again, ms. */
  function downTime(from: number): number {
    const at = (matches: (line: LogLine) => boolean): number => {
      const found = terminal.lines.slice(from).find(matches);
      return found === undefined ? Number.NaN : Date.parse(found.at);
    };
    const shut = at(({ event }) => event === 'startingAnew');
    const readies = terminal.lines.slice(from).filter(({ area, event }) => area === 'vision' && event === 'ready');
    return Date.parse(readies.at(-1)?.at ?? '') - shut;
  }

  it('fetches the new version over a line that breaks twice, reports 1 once it is well, and beats with its version', async () => {
    const file = await packStandIn(place.folder, '0.2.0', keys.secret);
    const content = readFileSync(file);
    server.replace(content);
    server.misbehave({ kind: 'cut', afterBytes: 3_000_000 }, { kind: 'cut', afterBytes: 4_000_000 });
    const from = terminal.lines.length;
    const taskId = await platform.order.firmware({ version: 'v0.2.0', size: content.length, url: server.url() });
    const onTrial = await terminal.until(({ area, event }) => area === 'update' && event === 'onTrial', 180_000, from);
    await platform.until(() => reportOf(taskId) !== undefined && lastVersion() === '0.2.0', 180_000);
    expect(reportOf(taskId)).toMatchObject({ status: 1 });
    // Not before it was well for as long as it had to be.
    expect((reportOf(taskId)?.atMs ?? 0) - Date.parse(onTrial.at)).toBeGreaterThanOrEqual(STEADY_SECONDS * 1_000);
    expect(server.requests.map(({ status }) => status)).toEqual([200, 206, 206]);
    await terminal.until(({ area, event }) => area === 'launcher' && event === 'healthy', 180_000, from);
    console.log(`gate down-time of an update: ${(downTime(from) / 1_000).toFixed(1)} s`);
    expect(downTime(from)).toBeGreaterThan(0);
  });

  it('goes back by itself from a version that does not come up, reports 2, and beats with the version that runs', async () => {
    const content = readFileSync(
      await packStandIn(place.folder, '0.3.0', keys.secret, { 'out/main/main.js': 'process.exit(1);' }),
    );
    server.replace(content);
    const from = terminal.lines.length;
    const taskId = await platform.order.firmware({ version: 'v0.3.0', size: content.length, url: server.url() });
    await platform.until(() => reportOf(taskId) !== undefined, 180_000);
    expect(reportOf(taskId)).toMatchObject({ status: 2 });
    expect(lastVersion()).toBe('0.2.0');
    const back = await terminal.until(({ area, event }) => area === 'update' && event === 'rolledBack', 180_000, from);
    expect(back).toMatchObject({ version: '0.3.0', code: 'update.newCrashed' });
    await terminal.until(({ area, event }) => area === 'vision' && event === 'ready', 180_000, from);
    console.log(`gate down-time of a rollback: ${(downTime(from) / 1_000).toFixed(1)} s`);
    expect(downTime(from)).toBeGreaterThan(0);
  });

  it('refuses a changed file on the command line, and takes the unchanged one', async () => {
    const command = (file: string) => runCli(['update', file, '--data', place.dataDir]);
    const file = await packStandIn(place.folder, '0.4.0', keys.secret);
    const changed = readFileSync(file);
    changed.writeUInt8((changed.at(-1) ?? 0) ^ 1, changed.length - 1);
    writeFileSync(join(place.folder, 'changed.pkg'), changed);
    const refused = await command(join(place.folder, 'changed.pkg'));
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/signature|changed/i);
    const from = terminal.lines.length;
    expect((await command(file)).code).toBe(0);
    await terminal.until(({ area, event }) => area === 'launcher' && event === 'healthy', 180_000, from);
    await platform.until(() => lastVersion() === '0.4.0', 180_000);
  });
});
