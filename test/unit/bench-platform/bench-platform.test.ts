import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readPeopleFolder } from '../../bench-platform/people-folder.ts';
import { beijingStamp, stampToMs } from '../../bench-platform/beijing-time.ts';
import { startZhejiangPlatform } from '../../bench-platform/zhejiang/platform.ts';
import { startWebPage } from '../../bench-platform/zhejiang/web-page.ts';

const BENCH = new URL('../../bench-platform/', import.meta.url);
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);
const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-people-'));
  cleanUps.push(async () => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

describe('the bench platform', () => {
  it('imports nothing from the product', async () => {
    const files = (await readdir(BENCH, { recursive: true })).filter((file) => /\.(ts|js)$/.test(file));
    const imports = await Promise.all(
      files.map(async (file) =>
        [...(await readFile(new URL(file, BENCH), 'utf8')).matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, from]) => from),
      ),
    );
    expect(imports.flat().length).toBeGreaterThan(50);
    expect(imports.flat().filter((from) => from?.includes('/src/') === true)).toEqual([]);
  });

  it('reads people from the names of their photographs, or from names.json', async () => {
    const folder = await folderWith({
      'P2_单雄信.jpg': JPEG,
      'P2_单雄信_2.jpg': JPEG,
      'P1.PNG': JPEG,
      'P3.jpg': JPEG,
      'names.json': '{"P1":"仇英"}',
      'notes.txt': '',
    });
    expect(await readPeopleFolder(folder)).toEqual([
      { id: 'P1', name: '仇英', photos: [join(folder, 'P1.PNG')] },
      { id: 'P2', name: '单雄信', photos: [join(folder, 'P2_单雄信.jpg'), join(folder, 'P2_单雄信_2.jpg')] },
      { id: 'P3', name: 'P3', photos: [join(folder, 'P3.jpg')] },
    ]);
  });

  it('reads and writes Beijing time, and knows what is none', () => {
    expect(stampToMs('20210328031608')).toBe(Date.parse('2021-03-28T03:16:08+08:00'));
    expect(beijingStamp(Date.parse('2020-12-31T16:00:00Z'))).toBe('20210101000000');
    expect(['20210431000000', '20211328031608', '2021-03-28', '20210328246000'].map((stamp) => stampToMs(stamp))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('the page', () => {
  async function pageWith(people: Readonly<Record<string, Uint8Array>>) {
    const folder = await folderWith(people);
    const platform = await startZhejiangPlatform();
    cleanUps.push(async () => platform.close());
    const page = await startWebPage({
      platform,
      host: '127.0.0.1',
      port: 0,
      people: async () => readPeopleFolder(folder),
      firmwareFile: null,
    });
    cleanUps.push(async () => page.close());
    const post = async (action: string, body: object, type = 'application/json'): Promise<Response> =>
      fetch(page.address + action, { method: 'POST', headers: { 'Content-Type': type }, body: JSON.stringify(body) });
    return { platform, page, post };
  }

  it('lists the people of the folder, shows them, and orders the chosen ones', async () => {
    const { platform, page, post } = await pageWith({ 'P1_甲.jpg': JPEG, 'P2_乙.jpg': JPEG });
    expect(await (await fetch(`${page.address}people`)).json()).toEqual([
      { id: 'P1', name: '甲' },
      { id: 'P2', name: '乙' },
    ]);
    expect(Buffer.from(await (await fetch(`${page.address}people/P1`)).arrayBuffer())).toEqual(JPEG);
    await post('send', { ids: ['P2', 'P9'], sn: '7' });
    expect(platform.bench.tasks.all).toMatchObject([{ apicode: 'T_SEND_PERSON', sn: '7', people: [{ id: 'P2', name: '乙' }] }]);
  });

  it('switches misbehaviour on and off', async () => {
    const { platform, post } = await pageWith({});
    await post('misbehave', { kind: 'delay', ms: 100, times: 'always' });
    await post('misbehave', { kind: 'hang', times: 2 });
    expect(platform.bench.rules.rules).toMatchObject([{ what: { kind: 'delay' }, left: Infinity }, { left: 2 }]);
    await post('behave', { id: platform.bench.rules.rules[0]?.id });
    expect(platform.bench.rules.rules).toMatchObject([{ what: { kind: 'hang' } }]);
  });

  it('obeys no form of another site', async () => {
    const { platform, post } = await pageWith({});
    expect((await post('clear', {}, 'text/plain')).status).toBe(404);
    expect(platform.bench.tasks.all).toEqual([]);
  });

  it('feeds what arrives to whoever looks', async () => {
    const { platform, page } = await pageWith({});
    const feed = await fetch(`${page.address}feed`);
    const reader = feed.body?.pipeThrough(new TextDecoderStream()).getReader();
    const first = await reader?.read();
    expect(first?.value).toMatch(/^data: \{.*"tasks":\[\]/);
    const taskid = platform.order.clearPeople();
    expect((await reader?.read())?.value).toContain(taskid);
    await reader?.cancel();
  });
});
