import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { text, type TextKey } from '../../src/shared/texts/texts.ts';
import { hasModbusSlave, startModbusSlave } from '../fakes/modbus-slave.ts';
import type { ModbusSlave } from '../fakes/modbus-slave.ts';
import { seriousIssues } from './support/axe.ts';
import { canPlugIn, withStick } from './support/stick.ts';
import { Finger, freePort, pageOfTerminal } from './support/terminal-page.ts';
import { runCli, TerminalProcess } from './support/terminal-process.ts';

/** Buttons of acts that a look from the network never allows. */
const onlyThere = [
  ...(['gate.open', 'mode.lockedDown', 'calibration.start', 'people.add', 'punches.export', 'audit.export'] as const),
  ...([
    'platform.testNow',
    'live.title',
    'copy.export',
    'update.find',
    'support.make',
    'restart.now',
    'setup.card.open',
    'pin.change.open',
  ] as const),
] satisfies readonly TextKey[];

describe.skipIf(!hasModbusSlave)('the admin side', () => {
  let folder: string;
  let slave: ModbusSlave;
  let terminal: TerminalProcess;
  let browser: Browser;
  let page: Page;
  let remotePort: number;
  let port: number;
  let stick: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'admin-e2e-'));
    slave = await startModbusSlave();
    remotePort = await freePort();
    writeFileSync(
      join(folder, 'config.json'),
      JSON.stringify({
        cameras: { infrared: null },
        turnstile: { driver: 'modbus-rtu', port: slave.port },
        liveness: { mode: 'off' },
        remote: { enabled: true, port: remotePort },
      }),
    );
    port = await freePort();
    stick = join(folder, 'stick');
    mkdirSync(stick);
    const args = ['--config', join(folder, 'config.json'), '--data', join(folder, 'data'), '--headless'];
    terminal = new TerminalProcess(args, { TERMINAL_CDP_PORT: String(port), STICK_FOLDER: stick }, withStick);
    await terminal.event('vision', 'ready', 180_000);
    ({ browser, page } = await pageOfTerminal(port));
  });
  afterAll(async () => {
    await browser?.close();
    await terminal?.stop();
    await slave?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const press = async (pin: string, on: Page = page): Promise<void> => {
    const pad = on.getByRole('group', { name: '数字键盘' });
    for (const digit of pin) await pad.getByRole('button', { name: digit, exact: true }).click();
    await pad.getByRole('button', { name: '确定' }).click();
  };
  const openAdmin = async (): Promise<void> => {
    const corner = page.getByRole('button', { name: '打开管理' });
    for (let tap = 0; tap < 5; tap++) await corner.click();
  };
  const kiosk = () => page.locator('[role=status][data-state]').first();

  it('asks for a PIN before it shows anything, and keeps only its hash', async () => {
    await openAdmin();
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByText('首次使用，请设置管理密码').waitFor();
    expect(await page.getByText('开闸').count()).toBe(0);
    await press('246810');
    await page.getByText('请再输入一次').waitFor();
    await press('246810');
    await page.getByRole('button', { name: '退出设置' }).click();
    await page.getByRole('button', { name: '设备' }).waitFor();
    const config = readFileSync(join(folder, 'config.json'), 'utf8');
    expect(config).toContain('$argon2id$');
    expect(config).not.toContain('246810');
    expect(config).not.toContain('heartbeatSeconds');
  });

  it('says of every part that is not well what is wrong and what to do', async () => {
    await page.getByRole('button', { name: '状态' }).click();
    await page.getByText('Front camera', { exact: false }).first().waitFor();
  });

  it('opens the gate by hand with one pulse, and writes down that it did', async () => {
    await page.getByRole('button', { name: '设备' }).click();
    const opening = page.getByRole('region', { name: /开闸|闸机/ }).first();
    await opening.getByRole('button').first().click();
    await opening.getByRole('alertdialog').getByRole('button').first().click();
    await slave.until(() => slave.requests.some(({ fc, value }) => fc === 5 && value !== 0));
    await page.getByText(/毫秒/).first().waitFor();
    expect(slave.requests.filter(({ fc, value }) => fc === 5 && value !== 0)).toHaveLength(1);
    await page.getByRole('button', { name: '系统' }).click();
    await page.getByText('手动开闸').first().waitFor();
  });

  it('lets nobody in with a wrong PIN', async () => {
    await page.getByRole('button', { name: '关闭' }).click();
    await openAdmin();
    await press('111111');
    await page.getByText('密码不正确，还可以试 4 次').waitFor();
    await page.getByRole('button', { name: '关闭' }).click();
  });

  it('is looked at in a browser over HTTPS with the PIN: everything is there to see, no button that would be refused, and the audit log names the address', async () => {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1280, height: 800 } });
    const remote = await context.newPage();
    const complaints: string[] = [];
    remote.on('pageerror', (error) => complaints.push(error.message));
    await remote.goto(`https://127.0.0.1:${String(remotePort)}/`);
    await press('246810', remote);
    await remote.getByText('从网络查看：只能看，更改请到终端本机').waitFor();
    const wrong: string[] = [];
    // What is shown there otherwise than on the terminal.
    const checked = ['设备', '设置', '系统'];
    for (const place of ['状态', '人员', '记录', '设备', '平台', '设置', '系统']) {
      await remote.getByRole('navigation', { name: '栏目' }).getByRole('button', { name: place }).click();
      await remote.locator('.admin__page > *').first().waitFor();
      if (checked.includes(place)) wrong.push(...(await seriousIssues(remote)).map((issue) => `${place}: ${issue}`));
      for (const act of onlyThere) {
        const buttons = remote.getByRole('button', { name: text('zh', act) });
        if ((await buttons.count()) > 0) wrong.push(`${place}: a button that would be refused: ${act}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(await remote.getByText(/只能在终端本机上操作/).count()).toBe(0);
    await remote.getByRole('button', { name: '系统' }).click();
    await remote.getByText('网络 127.0.0.1').first().waitFor();
    await remote.getByText(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('takes in a file of settings while it runs: the part below the screen starts anew, the page stays', async () => {
    const place = ['--data', join(folder, 'data'), '--config', join(folder, 'config.json')];
    const file = join(folder, 'terminal-settings.json');
    expect((await runCli(['settings', 'export', file, ...place])).code).toBe(0);
    const exported = readFileSync(file, 'utf8');
    expect(exported).not.toContain('$argon2id$');
    writeFileSync(file, exported.replace('"siteName": ""', '"siteName": "二号工地"').replace('"pulseMs": 500', '"pulseMs": 450'));
    const from = terminal.lines.length;
    const imported = await runCli(['settings', 'import', file, '--yes', ...place]);
    expect([imported.code, imported.stdout]).toEqual([0, expect.stringContaining('2 settings imported')]);
    await terminal.until((line) => line.area === 'terminal' && line.event === 'ready', 180_000, from);
    await page.getByText('二号工地').waitFor();
    expect(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))).toMatchObject({ turnstile: { pulseMs: 450 } });
  });

  it.skipIf(!canPlugIn)('writes its settings to a USB stick', async () => {
    await openAdmin();
    await press('246810');
    await page.getByRole('button', { name: '系统' }).click();
    await page.getByRole('button', { name: '导出设置' }).click();
    await page.getByRole('radio', { name: 'U 盘 KINGSTON' }).waitFor();
    await page.getByRole('button', { name: '导出', exact: true }).click();
    await page.getByText(/已保存到 U 盘 KINGSTON：terminal-settings-.*\.json/).waitFor();
    expect(readdirSync(stick)).toEqual([expect.stringMatching(/^terminal-settings-.*\.json$/)]);
    await page.getByRole('button', { name: '关闭' }).click();
  });

  it('erases everything behind two confirmations, and starts anew as a terminal that nobody has set up', async () => {
    await openAdmin();
    await press('246810');
    await page.getByRole('button', { name: '系统' }).click();
    await page.getByRole('button', { name: '恢复出厂设置' }).click();
    await page.getByRole('button', { name: '继续', exact: true }).click();
    await page.getByRole('button', { name: '清除全部数据' }).click();
    const from = terminal.lines.length;
    await press('246810');
    await browser.close();
    await terminal.until((line) => line.event === 'audit' && line['action'] === 'terminal.reset', 180_000, from);
    await terminal.until(({ area, event }) => area === 'vision' && event === 'ready', 180_000, from);
    ({ browser, page } = await pageOfTerminal(port));
    await page.getByRole('button', { name: '设置本机' }).waitFor();
    expect(JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))).toEqual({ device: { language: 'zh' } });
    expect(readFileSync(join(folder, 'data/logs/terminal.log'), 'utf8')).not.toContain('gate.openedByHand');
  });

  it.skipIf(!canPlugIn)('is set up again from the stick, once a PIN was chosen', async () => {
    const from = terminal.lines.length;
    const finger = new Finger(page);
    await finger.press('设置本机');
    await finger.press('中文');
    await finger.pin('135790');
    await page.getByText('请再输入一次').waitFor();
    await finger.pin('135790');
    await finger.press('用它设置本机');
    await page.getByRole('button', { name: /terminal-settings-/ }).click();
    await page.getByRole('button', { name: /^导入 \d+ 项$/ }).click();
    await page.getByText(/^已导入 \d+ 项/).waitFor();
    const config: unknown = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
    expect(config).toMatchObject({ device: { siteName: '二号工地' }, turnstile: { port: slave.port, pulseMs: 450 } });
    await terminal.until((line) => line.event === 'changed' && line['of'] === 'gate' && line['state'] === 'ok', 180_000, from);
  });

  it('brings the kiosk back after its page was killed', async () => {
    await kiosk().waitFor();
    const devtools = await page.context().newCDPSession(page);
    const lost = page.waitForEvent('crash');
    const from = terminal.lines.length;
    void devtools.send('Page.crash').catch(() => undefined);
    await lost;
    await terminal.until((line) => line.event === 'changed' && line['of'] === 'screen' && line['state'] === 'ok', 180_000, from);
  });
});
