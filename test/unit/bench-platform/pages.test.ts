import { describe, expect, it } from 'vitest';
import { JPEG, sichuanPage, zhejiangPage } from './page-scene.ts';

describe.each([
  { name: '浙江', open: zhejiangPage, own: 'zhejiang', other: 'sichuan' },
  { name: '四川', open: sichuanPage, own: 'sichuan', other: 'zhejiang' },
])('the page of $name', ({ name, open, own, other }) => {
  it('has all files that it names, and no place left open', async () => {
    const { address } = await open();
    const seen = new Set<string>();
    const visit = async (path: string): Promise<void> => {
      if (seen.has(path)) return;
      seen.add(path);
      const response = await fetch(new URL(path, address));
      expect(`${path} ${response.status}`).toBe(`${path} 200`);
      const text = await response.text();
      for (const [, next = ''] of text.matchAll(/(?:from|import|href=|src=)\s*["']([./][^"']+)["']/g)) {
        await visit(new URL(next, new URL(path, address)).pathname);
      }
    };
    await visit('/');
    expect(seen.size).toBeGreaterThan(9);
    const html = await (await fetch(address)).text();
    expect(html).toContain(`<title>${name}平台`);
    expect(html).not.toMatch(/\{\{|<!-- part/);
  });

  it('has an element for every id that its scripts ask for', async () => {
    const { address } = await open();
    const html = await (await fetch(address)).text();
    const scripts = ['web/feed.js', 'web/page.js', 'web/people.js', 'web/trouble.js', 'web/arrivals.js'];
    const texts = [...scripts, ...['orders', 'arrivals', 'page'].map((script) => `${own}/web/${script}.js`)].map(async (path) =>
      (await fetch(address + path)).text(),
    );
    const ids = (await Promise.all(texts)).flatMap((text) => [...text.matchAll(/\$\('([^']+)'\)/g)].map(([, id]) => id));
    expect(ids.length).toBeGreaterThan(20);
    expect([...new Set(ids)].filter((id) => !html.includes(`id="${id ?? ''}"`))).toEqual([]);
  });

  it('serves nothing else of this machine', async () => {
    const { address } = await open();
    const paths = [`${other}/web/page.js`, `${own}/platform.ts`, `${own}/web/parts.html`, 'web/%2e%2e/main.ts', 'punches/1'];
    for (const path of paths) expect((await fetch(address + path)).status).toBe(404);
  });

  it('lists the people of the folder and shows them', async () => {
    const { address } = await open();
    expect(await (await fetch(`${address}people`)).json()).toEqual([
      { id: 'P1', name: '甲' },
      { id: 'P2', name: '乙' },
    ]);
    expect(Buffer.from(await (await fetch(`${address}people/P1`)).arrayBuffer())).toEqual(JPEG);
  });

  it('switches misbehaviour on and off, and the dialect', async () => {
    const { platform, post } = await open();
    await post('misbehave', { kind: 'delay', ms: 100, times: 'always' });
    await post('misbehave', { kind: 'hang', times: 2 });
    expect(platform.bench.rules.rules).toMatchObject([{ what: { kind: 'delay' }, left: Infinity }, { left: 2 }]);
    await post('behave', { id: platform.bench.rules.rules[0]?.id });
    expect(platform.bench.rules.rules).toMatchObject([{ what: { kind: 'hang' } }]);
    await post('behave', {});
    expect(platform.bench.rules.rules).toEqual([]);
    await post('dialect', { ids: 'number' });
    expect(platform.dialect.ids).toBe('number');
  });

  it('obeys no form of another site', async () => {
    const { platform, post } = await open();
    expect((await post('send', { ids: ['P1'] }, 'text/plain')).status).toBe(404);
    expect(platform.bench.tasks.all).toEqual([]);
  });

  it('feeds what arrives to whoever looks', async () => {
    const { order, feed } = await open();
    const next = await feed();
    expect(await next()).toMatch(/^data: \{.*"tasks":\[\]/);
    const id = order();
    expect(await next()).toContain(id);
  });
});
