import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { readPeopleFolder } from '../../bench-platform/people-folder.ts';
import { startSichuanPlatform } from '../../bench-platform/sichuan/platform.ts';
import { startWebPage as startSichuanPage } from '../../bench-platform/sichuan/web-page.ts';
import { startZhejiangPlatform } from '../../bench-platform/zhejiang/platform.ts';
import { startWebPage as startZhejiangPage } from '../../bench-platform/zhejiang/web-page.ts';

export const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);

const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A folder that ends with the test. */
export async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-people-'));
  cleanUps.push(async () => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

const pageOf = ({ address }: { readonly address: string }) => ({
  address,
  post: async (action: string, body: object, type = 'application/json'): Promise<Response> =>
    fetch(address + action, { method: 'POST', headers: { 'Content-Type': type }, body: JSON.stringify(body) }),
  /** What the page is fed, piece by piece. */
  feed: async () => {
    const reader = (await fetch(`${address}feed`)).body?.pipeThrough(new TextDecoderStream()).getReader();
    cleanUps.push(async () => reader?.cancel());
    return async (): Promise<string> => (await reader?.read())?.value ?? '';
  },
});

const PEOPLE = { 'P1_甲.jpg': JPEG, 'P2_乙.jpg': JPEG };

async function optionsOf(files: Readonly<Record<string, Uint8Array>>) {
  const folder = await folderWith(files);
  return { host: '127.0.0.1', port: 0, people: async () => readPeopleFolder(folder) };
}

/** A platform of Zhejiang and its page, with two people; both end with the test. */
export async function zhejiangPage() {
  const platform = await startZhejiangPlatform();
  cleanUps.push(async () => platform.close());
  const page = await startZhejiangPage({ platform, ...(await optionsOf(PEOPLE)), firmwareFile: null });
  cleanUps.push(async () => page.close());
  return { platform, ...pageOf(page), order: () => platform.order.clearPeople() };
}

/** A platform of Sichuan and its page, with two people; both end with the test. */
export async function sichuanPage() {
  const platform = await startSichuanPlatform();
  cleanUps.push(async () => platform.close());
  const page = await startSichuanPage({ platform, ...(await optionsOf(PEOPLE)) });
  cleanUps.push(async () => page.close());
  return { platform, ...pageOf(page), order: () => platform.order.raw(1, []) };
}
