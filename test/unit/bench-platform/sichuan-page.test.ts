import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readPeopleFolder } from '../../bench-platform/people-folder.ts';
import { describeRequest } from '../../bench-platform/sichuan/describe.ts';
import { startSichuanPlatform } from '../../bench-platform/sichuan/platform.ts';
import { startWebPage } from '../../bench-platform/sichuan/web-page.ts';
import { SichuanBareClient } from './sichuan-bare-client.ts';

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);
const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function pageOf() {
  const folder = await mkdtemp(join(tmpdir(), 'bench-people-'));
  cleanUps.push(async () => rm(folder, { recursive: true }));
  for (const name of ['P1_甲.jpg', 'P2_乙.jpg']) await writeFile(join(folder, name), JPEG);
  const platform = await startSichuanPlatform();
  cleanUps.push(async () => platform.close());
  const page = await startWebPage({ platform, host: '127.0.0.1', port: 0, people: async () => readPeopleFolder(folder) });
  cleanUps.push(async () => page.close());
  const post = async (action: string, body: object): Promise<Record<string, unknown>> => {
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(page.address + action, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await response.json()) as Record<string, unknown>;
  };
  return { platform, page, post, client: new SichuanBareClient(platform) };
}

describe('the page of Sichuan', () => {
  it('has all files that it names', async () => {
    const { page } = await pageOf();
    const seen = new Set<string>();
    const open = async (path: string): Promise<void> => {
      if (seen.has(path)) return;
      seen.add(path);
      const response = await fetch(new URL(path, page.address));
      expect(`${path} ${response.status}`).toBe(`${path} 200`);
      const text = await response.text();
      for (const [, next = ''] of text.matchAll(/(?:from|import|href=|src=)\s*["']([./][^"']+)["']/g)) {
        await open(new URL(next, new URL(path, page.address)).pathname);
      }
    };
    await open('/');
    expect(seen.size).toBeGreaterThan(9);
  });

  it('serves nothing else of this machine', async () => {
    const { page } = await pageOf();
    for (const path of ['zhejiang/web/page.js', 'sichuan/platform.ts', 'web/%2e%2e/main.ts', 'registrations/1/photo'])
      expect((await fetch(page.address + path)).status).toBe(404);
  });

  it('orders the chosen people and removes them for a reason', async () => {
    const { platform, post } = await pageOf();
    await post('send', { ids: ['P2', 'P9'], sn: '7', userType: 2 });
    await post('remove', { ids: ['P2'], delType: 3 });
    expect(platform.bench.tasks.all).toMatchObject([
      { sn: '7', order: { kind: 'add', userType: 2, people: [{ id: 'P2', name: '乙' }] } },
      { sn: null, order: { kind: 'remove', people: [{ userId: 'P2', name: '乙', delType: 3 }] } },
    ]);
  });

  it('switches misbehaviour and dialect, and says that there is no HTTPS', async () => {
    const { platform, post } = await pageOf();
    await post('misbehave', { kind: 'delay', ms: 100, times: 'always' });
    expect(platform.bench.rules.rules).toMatchObject([{ what: { kind: 'delay' }, left: Infinity }]);
    await post('behave', {});
    expect(platform.bench.rules.rules).toEqual([]);
    await post('dialect', { ids: 'number' });
    expect(platform.dialect.ids).toBe('number');
    expect((await post('certificate', { kind: 'expired' }))['error']).toMatch(/HTTPS/);
  });

  it('feeds punches and lines to whoever looks', async () => {
    const { page, client } = await pageOf();
    const feed = await fetch(`${page.address}feed`);
    const reader = feed.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toMatch(/^data: \{.*"tasks":\[\]/);
    await client.punch('P1', 0, 2);
    const news = (await reader?.read())?.value ?? '';
    expect(news).toContain('"newPunches":[{"seq":1');
    expect(news).toContain('UploadData sn=SC-001');
    await reader?.cancel();
  });
});

describe('the line of a request', () => {
  it('says what it was about and what became of it, in one line', async () => {
    const { platform, client } = await pageOf();
    const id = platform.order.raw(1, []);
    await client.online();
    await client.result(id, '1', 'P1:无人脸');
    await client.punch('P1', 0);
    const lines = platform.requests.map((request) => describeRequest(request).slice(9));
    expect(lines).toEqual([
      'HTTP  Online sn=SC-001 1 个任务 / tasks → 1 有待处理任务',
      `HTTP  RetResult sn=SC-001 id=${id} result=1 P1:无人脸 → 0 成功 ⚠ 任务未领取 / this task was not fetched`,
      'HTTP  UploadData sn=SC-001 P1 进场 1970-01-01 08:00:00 → 0 成功',
    ]);
  });
});
