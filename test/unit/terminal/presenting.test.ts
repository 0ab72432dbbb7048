import { beforeEach, expect, it } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import type { Presented, Refused } from '../../../src/gate/claims.ts';
import { noGpio } from '../../../src/hardware/gpio/no-gpio.ts';
import { CodeDesk } from '../../../src/terminal/code-desk.ts';
import { Presenting } from '../../../src/terminal/presenting.ts';
import { fixedClock, fixedNow, keptLog, openedStore, temporaryFolder } from '../store/fixture.ts';

const marks = { healthGreen: 'color=green', healthYellow: 'color=yellow', healthRed: 'color=red' };
let presented: Presented[];
let refused: Refused[];
beforeEach(() => {
  presented = [];
  refused = [];
});

/** What is held before a terminal that wants identity card, health code and face. */
function terminal(qr: object = {}, opensWith = 'idCardAndHealthCodeAndFace') {
  const config = Config.parse({
    readers: { qr: { enabled: true, healthPrefix: 'HC:v1', cityCode: '330100', ...marks, ...qr } },
    attendance: { opensWith },
  });
  const { usedCodes, cards } = openedStore(temporaryFolder());
  const { log, lines } = keptLog();
  const clock = { now: () => fixedNow, monotonic: () => 0 };
  const codes = new CodeDesk({ readers: config.readers, usedCodes, clock, isClockDoubtful: () => false, log });
  const gate = { present: (one: Presented) => void presented.push(one), refuse: (one: Refused) => void refused.push(one) };
  new Presenting({ config, cards, codes, gate, gpio: noGpio, clock: fixedClock, log }).start(new AbortController().signal);
  return { codes, lines };
}

it('a green health code counts, and its colour goes along for the platform', () => {
  terminal().codes.take('HC:v1?1&color=green');
  expect(presented).toEqual([
    {
      kind: 'healthCode',
      workerId: null,
      code: { type: 'health', value: 'HC:v1?1&color=green', colour: 'green', cityCode: '330100' },
      codeToUse: null,
    },
  ]);
});

it.each([
  ['red', 'HC:v1?1&color=red', 'healthRed'],
  ['yellow', 'HC:v1?1&color=yellow', 'healthYellow'],
  ['of no known colour', 'HC:v1?1&color=blue', 'healthUnknown'],
  ['of two colours at once', 'HC:v1?1&color=red&color=green', 'healthUnknown'],
])('a health code that is %s is refused, and does not count', (_, text, detail) => {
  terminal().codes.take(text);
  expect([presented, refused]).toEqual([[], [{ reason: 'healthRefused', workerId: null, detail }]]);
});

it('a site that takes any colour says so in the log, and passes on the colour where it is known', () => {
  const { codes, lines } = terminal({ healthAccepts: 'any', healthRed: null });
  for (const text of ['HC:v1?1&color=yellow', 'HC:v1?2&color=red']) codes.take(text);
  expect(presented.map(({ code }) => code?.colour)).toEqual(['yellow', undefined]);
  expect(JSON.stringify(lines)).toContain('healthColourIgnored');
});

it('a red health code is nobody’s attempt where no health code is asked for', () => {
  terminal({}, 'face').codes.take('HC:v1?1&color=red');
  expect([presented, refused]).toEqual([[], []]);
});
