import { expect, it } from 'vitest';
import type { WorkerRow } from '../../../src/terminal/commands.ts';
import { peopleTable } from '../../../src/terminal/tables.ts';

const person = (id: string, more: Partial<WorkerRow> = {}): WorkerRow => ({
  ...{ id, name: '单雄信', photographs: 1, templates: 1, barredReason: null, origin: 'zhejiang', flags: [], lookalikes: [] },
  ...more,
});

it('people are listed with what is poor about their photographs, and those who look alike as a pair, once', () => {
  const text = peopleTable([
    person('w1', { flags: ['photo.tooSmall'], lookalikes: [{ id: 'w2', score: 0.8123 }] }),
    person('w2', { flags: ['photo.blurred', 'photo.tooSmall'], lookalikes: [{ id: 'w1', score: 0.8123 }] }),
  ]);
  const lines = text.split('\n');
  expect(lines[1]).toMatch(/^w1 .* tooSmall, like w2$/);
  expect(lines[2]).toMatch(/^w2 .* blurred, tooSmall, like w1$/);
  expect(text).toContain('blurred 1, tooSmall 2');
  expect(lines.filter((line) => line.includes('0.81'))).toEqual(['  w1  w2  0.81']);
});

it('nothing is said of flags where there are none', () => {
  expect(
    peopleTable([person('w1')])
      .trimEnd()
      .split('\n'),
  ).toHaveLength(2);
});
