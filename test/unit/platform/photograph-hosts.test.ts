import { describe, expect, test } from 'vitest';
import { PhotographHosts } from '../../../src/platform/photograph-hosts.ts';
import { Problems } from '../../../src/platform/problems.ts';
import { Fault, type FaultCode } from '../../../src/shared/fault.ts';
import { silentLog } from '../../../src/shared/log.ts';

/** Hosts whose photographs are what `answers` says: bytes, or the fault's code. */
function setUp(answers: (url: URL) => Uint8Array | FaultCode) {
  const asked: string[] = [];
  const states: string[] = [];
  const stop = new AbortController();
  const problems = new Problems((state, detail) => states.push(`${state} ${detail ?? ''}`.trim()), new URL('https://p.test'));
  problems.link('ok');
  const hosts = new PhotographHosts({
    fetch: (url) => {
      asked.push(url.href);
      const answer = answers(url);
      return typeof answer === 'string' ? Promise.reject(new Fault(answer, `${url.host} says`)) : Promise.resolve(answer);
    },
    problems,
    log: silentLog,
    signal: stop.signal,
  });
  return { hosts, asked, states, stop };
}
const picture = Uint8Array.of(1);
const photograph = (n: number, host = 'dead.test') => new URL(`http://${host}/${n}`);

describe('a host of photographs', () => {
  test('that is not reached five times in a row is asked no more in that round; the technician sees which', async () => {
    const { hosts, asked, states } = setUp(({ host }) => (host === 'dead.test' ? 'platform.timeout' : picture));
    const round = hosts.round();
    for (let n = 0; n < 40; n += 1) expect(await round.fetch(photograph(n))).toBe('notReached');
    expect(asked).toHaveLength(5);
    expect([...round.lostHosts]).toEqual(['dead.test']);
    expect(states.at(-1)).toBe('photographsMissing dead.test says [platform.timeout]');
    expect(await round.fetch(photograph(0, 'alive.test'))).toBe(picture);
    expect(states.at(-1)).toMatch(/^photographsMissing dead.test/);
  });

  test('is not lost by photographs that fail for themselves, nor by one that is reached now and then', async () => {
    const answers: (Uint8Array | FaultCode)[] = [];
    for (let n = 0; n < 20; n += 1) answers.push('photo.unobtainable');
    for (let n = 0; n < 20; n += 1) answers.push(n % 5 === 4 ? picture : 'platform.offline');
    for (let n = 0; n < 20; n += 1) answers.push(n % 5 === 4 ? 'photo.unobtainable' : 'platform.offline');
    let next = 0;
    const { hosts, asked, states } = setUp(() => answers[next++] ?? picture);
    const round = hosts.round();
    const outcomes = new Set<unknown>();
    for (const [n] of answers.entries()) outcomes.add(await round.fetch(photograph(n)));
    expect(asked).toHaveLength(60);
    expect([...outcomes]).toEqual(['unobtainable', 'notReached', picture]);
    expect([round.lostHosts.size, states]).toEqual([0, ['ok']]);
  });

  test('has one photograph in the next round to show that it is back', async () => {
    let isDead = true;
    const { hosts, asked, states } = setUp(() => (isDead ? 'platform.offline' : picture));
    const first = hosts.round();
    for (let n = 0; n < 9; n += 1) await first.fetch(photograph(n));
    const second = hosts.round();
    for (let n = 0; n < 9; n += 1) await second.fetch(photograph(n));
    expect([asked.length, second.lostHosts.size]).toEqual([6, 1]);
    isDead = false;
    const third = hosts.round();
    for (let n = 0; n < 9; n += 1) expect(await third.fetch(photograph(n))).toBe(picture);
    expect([asked.length, third.lostHosts.size, states.at(-1)]).toEqual([15, 0, 'ok']);
  });

  test('that nobody needs any longer is no trouble any longer', async () => {
    const { hosts, states } = setUp(() => 'platform.certificate');
    const round = hosts.round();
    for (let n = 0; n < 5; n += 1) await round.fetch(photograph(n));
    expect(states.at(-1)).toMatch(/^photographsMissing /);
    hosts.allReached();
    expect(states.at(-1)).toBe('ok');
  });

  test('that leads from https to http is named at its first photograph, and that photograph is not to be had', async () => {
    const { hosts, states } = setUp(() => 'photo.downgraded');
    expect(await hosts.round().fetch(photograph(1))).toBe('unobtainable');
    expect(states.at(-1)).toBe('photographsMissing dead.test says [photo.downgraded]');
  });

  test('is not blamed while the terminal stops', async () => {
    const { hosts, states, stop } = setUp(() => 'platform.offline');
    stop.abort();
    const round = hosts.round();
    for (let n = 0; n < 9; n += 1) await round.fetch(photograph(n));
    expect([round.lostHosts.size, states]).toEqual([0, ['ok']]);
  });
});
