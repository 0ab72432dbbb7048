import { describe, expect, test } from 'vitest';
import { waitAfter, BackOff } from '../../../../src/platform/back-off.ts';
import { ahead } from '../../../../src/platform/ahead.ts';
import type { OutboxPunch, PunchDetails } from '../../../../src/platform/ports.ts';
import { timeOfDateHeader, wireTime } from '../../../../src/platform/wire-time.ts';
import { splitAddress } from '../../../../src/platform/zhejiang/config.ts';
import { readImgUrls } from '../../../../src/platform/zhejiang/img-urls.ts';
import { Problems } from '../../../../src/platform/problems.ts';
import { punchParam } from '../../../../src/platform/zhejiang/punch-param.ts';
import { idsOf, readOrder, readPushedOrder, rereadOrder, writeOrder } from '../../../../src/platform/zhejiang/tasks/order.ts';
import { excludedFields } from '../../../../src/platform/zhejiang/tasks/roster-report.ts';

describe('the param of a punch', () => {
  const punch: OutboxPunch = {
    punchId: 1,
    workerId: '4508004291609636864',
    atMs: 1609744974000,
    direction: 'in',
    picture: new Uint8Array([0xff, 0xd8, 0xff]),
    tries: 0,
  };
  const with_ = (details: PunchDetails) => punchParam({ ...punch, details }, 'table').signedParam;

  test('types are those of the table: type a string, recordTime a number', () => {
    expect(punchParam(punch, 'table').param).toBe(
      '{"personId":"4508004291609636864","type":"1","img":"/9j/","recordTime":1609744974000}',
    );
  });

  test('the signed text leaves the picture out; sorted by name if so configured', () => {
    expect(punchParam(punch, 'table').signedParam).toBe(
      '{"personId":"4508004291609636864","type":"1","recordTime":1609744974000}',
    );
    expect(punchParam(punch, 'sorted').signedParam).toBe(
      '{"personId":"4508004291609636864","recordTime":1609744974000,"type":"1"}',
    );
  });

  test('a punch without picture has no img', () => {
    expect(punchParam({ ...punch, picture: null }, 'table').param).not.toContain('img');
  });

  test('the same punch is the same text at every try', () => {
    expect(punchParam({ ...punch, tries: 7 }, 'table').param).toBe(punchParam(punch, 'table').param);
  });

  test('composite kinds are sent only where their sum is listed', () => {
    expect(with_({ kinds: ['face', 'icCard'] })).toContain('"type":"1","bitType":"3"');
    expect(with_({ kinds: ['face', 'healthCode', 'idCard'] })).toContain('"type":"1","bitType":"13"');
    expect(with_({ kinds: ['face', 'idCard'] })).not.toContain('bitType');
    expect(with_({ kinds: ['iris'] })).toContain('"type":"32"');
  });

  test('what else is known goes in the order of the table', () => {
    expect(
      with_({
        kinds: ['qrCode'],
        temperature: 36.68,
        qrCode: { type: 'health', value: 'V', colour: 'green', cityCode: '100000' },
        irisInfo: 'I',
        coordinate: { longitude: 120.1, latitude: 30.2 },
      }),
    ).toBe(
      '{"personId":"4508004291609636864","type":"16","qrCodeInfo":{"type":"2","codeColor":"green","codeValue":"V","cityCode":"100000"},' +
        '"recordTime":1609744974000,"temperature":36.7,"irisInfo":"I","coordinate":{"longitude":120.1,"latitude":30.2}}',
    );
  });
});

describe('times on the wire', () => {
  test("are Beijing's, whatever the terminal's zone", () => {
    expect(wireTime(Date.UTC(2021, 2, 27, 19, 16, 8), 480)).toBe('20210328031608');
    expect(wireTime(Date.UTC(2021, 11, 31, 16, 0, 0), 480)).toBe('20220101000000');
  });

  test('an HTTP date is read, nonsense is none', () => {
    expect(timeOfDateHeader('Sun, 28 Mar 2021 03:16:08 GMT')).toBe(Date.UTC(2021, 2, 28, 3, 16, 8));
    expect([timeOfDateHeader(undefined), timeOfDateHeader('soon')]).toEqual([null, null]);
  });
});

describe('addresses of pictures', () => {
  const read = (value: Parameters<typeof readImgUrls>[0]) =>
    readImgUrls(value, 'http://p.test/api').map((url) => url?.href ?? null);

  test('come as an array, JSON text or one URL; relative ones are meant from the HTTP address', () => {
    expect(read(['http://a.test/1.jpg', '/2.jpg'])).toEqual(['http://a.test/1.jpg', 'http://p.test/2.jpg']);
    expect(read('["http://a.test/1.jpg"]')).toEqual(['http://a.test/1.jpg']);
    expect(read('http://a.test/1.jpg')).toEqual(['http://a.test/1.jpg']);
  });

  test('nothing says nothing', () => {
    for (const value of [undefined, null, '', [], '[]', [null, '']]) expect(read(value)).toEqual([]);
  });

  test('what is no address counts as a picture that failed', () => {
    expect(read([{ a: 1 }, 5, 'http://', 'http://a.test/1.jpg'])).toEqual([null, null, null, 'http://a.test/1.jpg']);
  });

  test('more than five are not fetched', () => {
    expect(read(Array.from({ length: 50 }, (_, n) => `/${n}.jpg`))).toHaveLength(5);
  });
});

describe('orders', () => {
  test('task ids come as an array, JSON text of one or numbers; each once', () => {
    expect(idsOf(['1', '2', '1'])).toEqual(['1', '2']);
    expect(idsOf('["6543831380287827968",6543831380300410881]')).toEqual(['6543831380287827968', '6543831380300410881']);
    expect(idsOf(7)).toEqual(['7']);
    for (const none of [undefined, null, '', [], {}, [null, {}, '']]) expect(idsOf(none)).toEqual([]);
  });

  test('an order survives the ledger', () => {
    const order = { taskid: '6541951958563696640', apicode: 'T_POST_DEVICE_PERSON', param: { excludeFields: 'img' } };
    expect(rereadOrder(writeOrder(order))).toEqual(order);
    expect(rereadOrder('broken')).toBeNull();
  });

  test('an order without id or apicode is none', () => {
    for (const value of [null, [], 'x', {}, { taskid: '1' }, { apicode: 'T_X' }, { taskid: {}, apicode: 'T_X' }]) {
      expect(readOrder(value)).toBeNull();
    }
  });

  test('a pushed order names its task in response; its param there, or the rest of it', () => {
    expect(readPushedOrder('T_SEND_PERSON', { taskid: '1' })).toMatchObject({ taskid: '1', apicode: 'T_SEND_PERSON' });
    expect(readPushedOrder('T_POST_DEVICE_PERSON', { taskid: '1', param: '{excludeFields:"img"}' })?.param).toEqual({
      excludeFields: 'img',
    });
    expect(readPushedOrder('C_SIGN_IN', { taskid: '1' })).toBeNull();
    expect(readPushedOrder('T_SEND_PERSON', { taskids: ['1'] })).toBeNull();
  });

  test('excluded fields come as comma text, JSON text or array', () => {
    for (const excludeFields of ['img,phone', '["img","phone"]', ['img', 'phone'], 'img， phone']) {
      expect([...excludedFields({ excludeFields })]).toEqual(['img', 'phone']);
    }
    expect([...excludedFields(undefined)]).toEqual([]);
    expect([...excludedFields({ excludeFields: 5 })]).toEqual([]);
  });
});

describe('the state that is shown', () => {
  test('no connection goes before a refusal, a refusal before all is well, and only changes are told', () => {
    const shown: string[] = [];
    const problems = new Problems((state, detail) => shown.push(`${state} ${detail ?? '-'}`), new URL('https://platform.test'));
    problems.link('connecting');
    problems.link('ok');
    problems.link('ok');
    problems.raise('punches', '402_05 fault');
    problems.clear('heartbeat');
    problems.link('offline', 'platform.timeout');
    problems.link('ok');
    problems.clear('punches');
    expect(shown).toEqual([
      'connecting -',
      'ok -',
      'rejected 402_05 fault',
      'offline platform.timeout',
      'rejected 402_05 fault',
      'ok -',
    ]);
  });
});

describe('small parts', () => {
  test('waits double up to their bound, each at least half of its step', () => {
    const bounds = { firstMs: 1_000, mostMs: 30_000 };
    expect([0, 1, 2, 5, 40].map((n) => waitAfter(n, bounds, () => 0))).toEqual([500, 1_000, 2_000, 15_000, 15_000]);
    expect(waitAfter(0, bounds, () => 0.999)).toBeCloseTo(999.5);
    const backOff = new BackOff(bounds, () => 0);
    expect([backOff.next(), backOff.next()]).toEqual([500, 1_000]);
    backOff.reset();
    expect(backOff.next()).toBe(500);
  });

  test('work ahead keeps the order and never runs further ahead than it may', async () => {
    let running = 0;
    let most = 0;
    const work = async (n: number) => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setTimeout(resolve, 5 - n));
      running -= 1;
      return n * 2;
    };
    const results: number[] = [];
    for await (const result of ahead([1, 2, 3, 4, 5], 2, work)) results.push(result);
    expect([results, most]).toEqual([[2, 4, 6, 8, 10], 2]);
  });

  test('host:port takes names, IPv4 and bracketed IPv6, and nothing else', () => {
    expect(splitAddress('platform.test:9700')).toEqual({ host: 'platform.test', port: 9700 });
    expect(splitAddress('[::1]:9700')).toEqual({ host: '::1', port: 9700 });
    for (const wrong of ['', 'host', ':9700', 'host:0', 'host:70000', 'host:x']) {
      expect(() => splitAddress(wrong)).toThrow(expect.objectContaining({ code: 'config.invalid' }));
    }
  });
});
