import { describe, expect, test } from 'vitest';
import {
  closesTheDoor,
  troubleOf,
  refusalOf,
  remedyFor,
  type Refusal,
  type Remedy,
} from '../../../../src/platform/zhejiang/error-policy.ts';
import { answerTo } from '../../../../src/platform/zhejiang/send-punch.ts';
import type { Answer } from '../../../../src/platform/outbox-pump.ts';

/** Every code of 1.3, and two that are not in it. */
const table: readonly (readonly [string, Remedy, Refusal['reason'], Partial<Answer>])[] = [
  ['400_01', 'showFault', 'fault', { kind: 'failed', retry: 'late' }],
  ['400_02', 'aboutRecord', 'record', { kind: 'refusedRecord' }],
  ['400_04', 'reauthenticate', 'signature', { kind: 'failed', retry: 'soon' }],
  ['400_05', 'correctClock', 'clock', { kind: 'failed', retry: 'soon' }],
  ['401_01', 'reauthenticate', 'signature', { kind: 'failed', retry: 'soon' }],
  ['401_02', 'reauthenticate', 'credentials', { kind: 'failed', retry: 'late' }],
  ['402_01', 'showFault', 'fault', { kind: 'failed', retry: 'late' }],
  ['402_02', 'showFault', 'fault', { kind: 'failed', retry: 'late' }],
  ['402_03', 'showFault', 'fault', { kind: 'failed', retry: 'late' }],
  ['402_04', 'showFault', 'fault', { kind: 'failed', retry: 'late' }],
  ['402_05', 'showFault', 'fault', { kind: 'failed', retry: 'late' }],
  ['402_06', 'aboutRecord', 'record', { kind: 'refusedRecord' }],
  ['402_07', 'showFault', 'fault', { kind: 'failed', retry: 'late' }],
  ['403_01', 'aboutRecord', 'record', { kind: 'refusedRecord' }],
  ['403_02', 'aboutRecord', 'record', { kind: 'refusedRecord' }],
  ['403_03', 'aboutRecord', 'record', { kind: 'refusedRecord' }],
  ['404_01', 'showFault', 'fault', { kind: 'failed', retry: 'late' }],
  ['500_01', 'backOff', 'platform', { kind: 'failed', retry: 'soon' }],
  ['999_99', 'backOff', 'unlisted', { kind: 'refused' }],
  ['unknown', 'backOff', 'unlisted', { kind: 'refused' }],
];

describe('error codes', () => {
  for (const [code, remedy, reason, answer] of table) {
    test(`${code} is met with ${remedy}, stands for ${reason}, and makes a punch ${answer.kind}`, () => {
      expect(remedyFor(code)).toBe(remedy);
      expect(refusalOf(code)).toEqual({ kind: 'refused', code, reason });
      expect(answerTo(refusalOf(code))).toMatchObject({ ...answer, error: code });
    });
  }

  test('a person is called for what only a person can mend', () => {
    const called = table.map(([code]) => code).filter((code) => troubleOf(refusalOf(code)) === 'rejected');
    expect(called).toEqual(
      table.filter(([, , reason]) => ['fault', 'signature', 'clock', 'credentials'].includes(reason)).map(([code]) => code),
    );
  });

  test('the platform’s own troubles are shown as such, and what is about one record not at all', () => {
    const shown = (reason: string) =>
      new Set(table.filter((row) => row[2] === reason).map(([code]) => troubleOf(refusalOf(code))));
    expect([shown('platform'), shown('unlisted'), shown('record')]).toEqual([
      new Set(['troubled']),
      new Set(['troubled']),
      new Set([null]),
    ]);
  });

  test('sending stops only where nothing at all will be taken', () => {
    const closed = table.map(([code]) => code).filter((code) => closesTheDoor(refusalOf(code)));
    expect(closed).toEqual(['400_04', '400_05', '401_01', '401_02']);
  });

  test('names of object members are no codes', () => {
    expect(refusalOf('constructor').reason).toBe('unlisted');
  });
});
