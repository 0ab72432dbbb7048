import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPeopleFolder } from '../../bench-platform/people-folder.ts';
import { beijingStamp, stampToMs } from '../../bench-platform/beijing-time.ts';
import { folderWith, JPEG, zhejiangPage } from './page-scene.ts';

const BENCH = new URL('../../bench-platform/', import.meta.url);

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

describe('the page of Zhejiang', () => {
  it('orders the chosen people', async () => {
    const { platform, post } = await zhejiangPage();
    await post('send', { ids: ['P2', 'P9'], sn: '7' });
    expect(platform.bench.tasks.all).toMatchObject([{ apicode: 'T_SEND_PERSON', sn: '7', people: [{ id: 'P2', name: '乙' }] }]);
  });
});
