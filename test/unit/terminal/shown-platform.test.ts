import { expect, it } from 'vitest';
import { silentLog } from '../../../src/shared/log.ts';
import { ShownPlatform } from '../../../src/terminal/platform-service.ts';

function shownPlatform() {
  const lines: string[] = [];
  const board = { set: (_area: string, state: string, detail: string | null = null) => lines.push(`${state} ${detail ?? '-'}`) };
  return { lines, shown: new ShownPlatform(board, silentLog) };
}

it('an import is shown while it goes on, and no longer once it ended or broke off', () => {
  const { lines, shown } = shownPlatform();
  shown.report('ok', null);
  shown.progress({ done: 1, total: 200 });
  shown.progress({ done: 2, total: null });
  shown.progress(null);
  expect(lines).toEqual(['ok -', 'ok people 1/200', 'ok people 2/?', 'ok -']);
});

it('an import does not hide what is wrong, nor the other way round', () => {
  const { lines, shown } = shownPlatform();
  shown.progress({ done: 1, total: 2 });
  shown.report('photographsMissing', 'img.test cannot be reached');
  expect(lines.at(-1)).toBe('photographsMissing img.test cannot be reached · people 1/2');
});
