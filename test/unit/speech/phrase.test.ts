import { describe, expect, test } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { checkTemplate, cutPhrase, greetingAt, greetingHours } from '../../../src/speech/phrase.ts';

describe('a phrase', () => {
  test('has direction and greeting filled in and the place of the name open', () => {
    expect(cutPhrase('{greeting}，{name}，{direction}成功', 'in', 8)).toEqual([
      { kind: 'text', text: '早上好，' },
      { kind: 'name' },
      { kind: 'text', text: '，进场成功' },
    ]);
    expect(cutPhrase('{direction}', 'out', 8)).toEqual([{ kind: 'text', text: '出场' }]);
  });

  test('every default phrase of the configuration is valid', () => {
    const templates = Object.values(Config.parse({}).speech.phrases);
    expect(templates.length).toBeGreaterThan(0);
    for (const template of templates) expect(() => checkTemplate(template)).not.toThrow();
  });

  test.each([
    ['{nmae}，进场', '{nmae}'],
    ['{}', '{}'],
    ['{name', 'brace'],
    ['name}', 'brace'],
    ['{{name}}', 'brace'],
  ])('the template "%s" is refused with a fault that names %s', (template, named) => {
    expect(() => checkTemplate(template)).toThrow(
      expect.objectContaining({ code: 'config.invalid', message: expect.stringContaining(named) }),
    );
  });

  test('the greeting follows the hour, and the hours listed cover every greeting', () => {
    const byHour = Array.from({ length: 24 }, (_, hour) => greetingAt(hour));
    expect([byHour[4], byHour[5], byHour[8], byHour[9], byHour[11], byHour[13], byHour[17], byHour[18]]).toEqual([
      '晚上好',
      '早上好',
      '早上好',
      '上午好',
      '中午好',
      '下午好',
      '下午好',
      '晚上好',
    ]);
    expect(new Set(greetingHours.map(greetingAt))).toEqual(new Set(byHour));
  });
});
