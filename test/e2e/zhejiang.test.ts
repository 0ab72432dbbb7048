import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startZhejiangPlatform } from '../bench-platform/zhejiang/platform.ts';
import type { ZhejiangPlatform } from '../bench-platform/zhejiang/platform.ts';
import { hasModbusSlave } from '../fakes/modbus-slave.ts';
import { GatePlace } from './support/gate-place.ts';
import { hasPictures, webcamFrames } from './support/pictures.ts';
import { Finger, freePort, pageOfTerminal } from './support/terminal-page.ts';
import type { LogLine, TerminalProcess } from './support/terminal-process.ts';

const people = [
  { id: '4508004291609636864', name: '单雄信', subject: '0005' },
  { id: '4508004291609636865', name: '尉迟恭', subject: '0001' },
  { id: '4508004291609636866', name: '李娜', subject: '0006' },
];

describe.skipIf(!hasPictures || !hasModbusSlave)('a terminal on the platform of Zhejiang', () => {
  let platform: ZhejiangPlatform;
  let place: GatePlace;
  let terminal: TerminalProcess;
  let browser: Browser;
  let page: Page;
  let finger: Finger;
  const pulses = (): number => place.coilOns().length;

  beforeAll(async () => {
    platform = await startZhejiangPlatform();
    place = await GatePlace.create({
      clip: [
        { frames: null, repeat: 3, count: 15 },
        { frames: webcamFrames('live', '0005', 2), repeat: 3 },
      ],
      config: {
        // Everything else is entered on the screen.
        platform: { zhejiang: { heartbeatSeconds: 1 } },
        recognition: { repeatSeconds: 1 },
      },
    });
    const port = await freePort();
    terminal = await place.start({ TERMINAL_CDP_PORT: String(port) });
    await terminal.event('vision', 'ready', 180_000);
    ({ browser, page } = await pageOfTerminal(port));
  });
  afterAll(async () => {
    await browser?.close();
    await place?.close();
    await platform?.close();
  });

  it('is connected on its screen by following what stands there', async () => {
    const { tcp, http, accessId, accessKey, accessSecret } = platform.terminalConfiguration();
    finger = new Finger(page);
    await finger.press('设置本机');
    await finger.press('中文');
    await finger.pin('2468');
    await page.getByText('请再输入一次').waitFor();
    await finger.pin('2468');
    for (const step of ['网络', '时间', '摄像头', '闸机']) await finger.goOn(step);
    await finger.choose('浙江');
    await finger.type('设备序列号', '1388186');
    await finger.type('TCP 地址', tcp);
    await finger.type('HTTP 地址', http);
    await finger.type('访问 ID', accessId);
    await finger.type('访问 Key', accessKey);
    await finger.type('访问密钥', accessSecret);
    await finger.press('测试并保存');
    await page.getByText('已保存，终端现在连接此平台。').waitFor();
    await finger.goOn('平台');
    await page.getByRole('heading', { name: '试通过', level: 2 }).waitFor();
    await terminal.until((line) => line.event === 'changed' && line['of'] === 'platform' && line['state'] === 'ok', 180_000);
  });

  it('takes in three people and reports them when they are stored and embedded', async () => {
    const taskId = platform.order.sendPeople(
      people.map(({ id, name, subject }) => ({
        id,
        name,
        photos: [readFileSync(webcamFrames('live', subject, 1)[10] ?? '')],
      })),
    );
    await platform.until(() => platform.taskReports.some((report) => report.taskid === taskId), 180_000);
    expect(platform.taskReports.find((report) => report.taskid === taskId)).toMatchObject({
      status: 1,
      personCount: 3,
      faceCount: 3,
    });
  });

  it('lets the first of them in before the eyes of whoever set it up, after at most 25 touches', async () => {
    await page.getByText('单雄信 已通过').waitFor();
    expect(finger.touches).toBeLessThanOrEqual(25);
  });

  it('shows live whom it sees, how sure it is and where the face is, while the gate goes on', async () => {
    await finger.press('退出设置');
    await finger.press('设置');
    await page.getByRole('button', { name: /现场调试/ }).click();
    await page.getByText('识别为 单雄信').waitFor();
    await page.getByRole('img', { name: '人脸在此' }).first().waitFor();
    await page.getByText('闸机照常工作：此时被识别的人会放行并打卡。').waitFor();
    expect(JSON.stringify(terminal.lines)).not.toContain('单雄信');
  });

  it('sends the punch of an admitted worker with his picture', async () => {
    await platform.until(() => platform.punches.length > 0, 180_000);
    const [punch] = platform.punches;
    expect(punch).toMatchObject({ sn: '1388186', personId: '4508004291609636864', type: '1', remarks: [] });
    const { format, width } = await sharp(punch?.picture ?? Buffer.alloc(0)).metadata();
    expect([format, width]).toEqual(['jpeg', 640]);
    expect(punch?.pictureBytes).toBeLessThan(60_000);
    // The slave tells of its pulse on a way of its own.
    await place.slave.until(() => pulses() >= 1);
  });

  it('keeps what the platform could not take, and sends it once it can, the same to the byte', async () => {
    const before = platform.punches.length;
    platform.misbehave({ kind: 'loseReply', apicode: 'C_SIGN_IN', times: 1 });
    await platform.until(() => platform.punches.length >= before + 2, 180_000);
    const [lost, repeated] = platform.punches.slice(before);
    expect(repeated).toMatchObject({ isRepeat: true, paramSha256: lost?.paramSha256, remarks: [] });
  });

  it('refuses him as soon as the platform removed him', async () => {
    const taskId = platform.order.deletePeople([people[0]?.id ?? '']);
    await platform.until(() => platform.taskReports.some((report) => report.taskid === taskId), 180_000);
    const from = terminal.lines.length;
    // Nobody is let in from the first refusal to the next; before it he may have been, in the moment in which he was removed.
    const isUnknown = (line: LogLine): boolean => line.event === 'refused' && line['reason'] === 'unknown';
    const first = await terminal.until(isUnknown, 180_000, from);
    await terminal.until((line) => isUnknown(line) && line !== first, 180_000, from);
    expect(place.coilOns().filter((atMs) => atMs > Date.parse(first.at))).toEqual([]);
    expect(platform.taskReports.at(-1)).toMatchObject({ status: 1, personCount: 2, faceCount: 2 });
  });

  it('tells the platform whom it has', async () => {
    const taskId = platform.order.askRoster(['img']);
    await platform.until(() => platform.taskReports.some((report) => report.taskid === taskId), 180_000);
    const told = JSON.stringify([...(platform.rosters.at(-1)?.pages.values() ?? [])]);
    expect(told).toContain('尉迟恭');
    expect(told).not.toContain('"img"');
  });

  it('answers an order of new firmware with "unsupported"', async () => {
    const taskId = await platform.order.firmware({ version: 'v9.9.9', size: 10, url: 'http://127.0.0.1:1/fw' });
    await platform.until(() => platform.taskReports.some((report) => report.taskid === taskId), 180_000);
    expect(platform.taskReports.find((report) => report.taskid === taskId)).toMatchObject({ status: 3 });
  });
});
