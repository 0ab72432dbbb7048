import { expect, test } from 'vitest';
import { Problems } from '../../../src/platform/problems.ts';
import { usableTaskIds } from '../../../src/platform/task-ids.ts';
import { createLog } from '../../../src/shared/log.ts';

test('a task id over 128 characters is left out, with a coded fault that does not repeat it; the others are kept', () => {
  const lines: string[] = [];
  const states: string[] = [];
  const tools = {
    log: createLog((line) => lines.push(line), () => new Date(0), 'debug'), // prettier-ignore
    problems: new Problems((state, detail) => states.push(`${state} ${detail ?? ''}`), new URL('https://p.test')),
  };
  const longest = 'a'.repeat(128);
  expect(usableTaskIds(['1', `b${longest}`, longest], tools)).toEqual(['1', longest]);
  expect(states).toEqual(['troubled a task id of 129 characters [platform.badReply]']);
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ event: 'taskIdTooLong', code: 'platform.badReply' }]);
  expect(lines.join()).not.toContain(longest);
  expect(usableTaskIds([longest], tools)).toEqual([longest]);
  expect(states).toHaveLength(2);
});
