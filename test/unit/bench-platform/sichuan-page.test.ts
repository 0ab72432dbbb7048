import { describe, expect, it } from 'vitest';
import { describeRequest } from '../../bench-platform/sichuan/describe.ts';
import { sichuanPage } from './page-scene.ts';
import { SichuanBareClient } from './sichuan-bare-client.ts';

async function pageOf() {
  const page = await sichuanPage();
  return { ...page, client: new SichuanBareClient(page.platform) };
}

describe('the page of Sichuan', () => {
  it('orders the chosen people and removes them for a reason', async () => {
    const { platform, post } = await pageOf();
    await post('send', { ids: ['P2', 'P9'], sn: '7', userType: 2 });
    await post('remove', { ids: ['P2'], delType: 3 });
    expect(platform.bench.tasks.all).toMatchObject([
      { sn: '7', order: { kind: 'add', userType: 2, people: [{ id: 'P2', name: '乙' }] } },
      { sn: null, order: { kind: 'remove', people: [{ userId: 'P2', name: '乙', delType: 3 }] } },
    ]);
  });

  it('says that there is no HTTPS', async () => {
    const { post } = await pageOf();
    expect(await (await post('certificate', { kind: 'expired' })).json()).toEqual({ error: expect.stringMatching(/HTTPS/) });
  });

  it('feeds punches and lines to whoever looks', async () => {
    const { client, feed } = await pageOf();
    const next = await feed();
    await next();
    await client.punch('P1', 0, 2);
    const news = await next();
    expect(news).toContain('"newPunches":[{"seq":1');
    expect(news).toContain('UploadData sn=SC-001');
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
