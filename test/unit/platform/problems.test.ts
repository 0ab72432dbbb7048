import { describe, expect, test } from 'vitest';
import { Problems } from '../../../src/platform/problems.ts';

const shownAt = (address: string) => {
  const shown: string[] = [];
  const report = (state: string, detail: string | null) => shown.push(detail === null ? state : `${state} ${detail}`);
  return { shown, problems: new Problems(report, new URL(address)) };
};

describe('the state of the platform', () => {
  test('is the gravest trouble that holds, whichever came last, and falls back to the next one', () => {
    const { shown, problems } = shownAt('https://platform.test');
    problems.link('ok');
    problems.raise('a', 'task 1', 'taskSetAside');
    problems.raise('b', 'host', 'photographsMissing');
    problems.raise('c', '-99 platform', 'troubled');
    problems.raise('d', 'http platform.timeout', 'offline');
    problems.raise('e', '-2 signature');
    problems.raise('a', 'task 2', 'taskSetAside');
    for (const source of ['e', 'd', 'c', 'b', 'a']) problems.clear(source);
    expect(shown).toEqual([
      'ok',
      'taskSetAside task 1',
      'photographsMissing host',
      'troubled -99 platform',
      'offline http platform.timeout',
      'rejected -2 signature',
      'offline http platform.timeout',
      'troubled -99 platform',
      'photographsMissing host',
      'taskSetAside task 2',
      'ok',
    ]);
  });

  test('names the latest of several of the same kind', () => {
    const { shown, problems } = shownAt('https://platform.test');
    problems.raise('a', 'first');
    problems.raise('b', 'second');
    problems.raise('a', 'third');
    problems.clear('a');
    expect(shown).toEqual(['rejected first', 'rejected second', 'rejected third', 'rejected second']);
  });

  test.each(['http://platform.test:8080/api', 'http://10.1.2.3', 'http://127.evil.test', 'http://[fe80::1]/'])(
    'is never simply well where others on the way can read along (%s)',
    (address) => {
      const { shown, problems } = shownAt(address);
      problems.link('connecting');
      problems.link('ok');
      problems.link('offline', 'platform.timeout');
      expect(shown).toEqual(['connecting', `unencrypted ${new URL(address).origin}`, 'offline platform.timeout']);
    },
  );

  test.each(['https://platform.test', 'http://127.0.0.1:1', 'http://127.9.9.9', 'http://localhost/x', 'http://[::1]/'])(
    'is well with https, and where nothing leaves the machine (%s)',
    (address) => {
      const { shown, problems } = shownAt(address);
      problems.link('ok');
      expect(shown).toEqual(['ok']);
    },
  );
});
