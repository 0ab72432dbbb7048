import { describe, expect, test } from 'vitest';
import { faceFailure, Failures } from '../../../../src/platform/sichuan/tasks/failures.ts';
import { PendingTasks } from '../../../../src/platform/sichuan/tasks/pending-tasks.ts';
import { failedFor, rereadReport, succeeded, writeReport } from '../../../../src/platform/sichuan/tasks/report.ts';

describe('the message of a failed task', () => {
  test('names user ids and reasons; a person counts as he came last', () => {
    const failures = new Failures();
    failures.add('U1', 'noFace');
    failures.add('U2', 'unreadable');
    failures.add('U3', 'invalid');
    failures.forget('U3');
    failures.add('U1', 'severalFaces');
    expect(failures.text()).toBe('2人失败: U2:照片无法读取; U1:照片中不止一张人脸');
  });

  test('is capped, and says how many are left out', () => {
    const failures = new Failures();
    for (let n = 0; n < 1_000; n += 1) failures.add(`user-${n}`, 'quality');
    const text = failures.text();
    expect(text.length).toBeLessThan(1_050);
    const named = text.match(/user-/g)?.length ?? 0;
    expect(text).toMatch(/^1000人失败: user-0:照片质量不合格; /);
    expect(text.endsWith(`; 另有${1_000 - named}人`)).toBe(true);
  });

  test('holds no control character and no endless id, whatever the platform calls an id', () => {
    const failures = new Failures();
    failures.add(`a\r\n\u202eb;c:\ud800${'x'.repeat(5_000)}`, 'invalid');
    expect(failures.text()).toBe(`1人失败: a???b?c?\ufffd${'x'.repeat(64 - 9)}:人员数据无效`);
  });

  test('knows a reason for every face that is not fine', () => {
    expect((['ok', 'none', 'unreadable', 'noFace', 'severalFaces', 'quality'] as const).map(faceFailure)).toEqual([
      null,
      'noPhotograph',
      'unreadable',
      'noFace',
      'severalFaces',
      'quality',
    ]);
  });
});

describe('a report', () => {
  test('comes back from the ledger as it was written', () => {
    for (const report of [succeeded, failedFor('1人失败: "U1"')]) expect(rereadReport(writeReport(report))).toEqual(report);
  });

  test('that is not there is a failure', () => {
    expect(rereadReport(null).result).toBe(1);
    expect(rereadReport('[]').result).toBe(1);
  });
});

describe('a task that the platform refuses to talk about', () => {
  test('is over once a later list does not name it, and not before', () => {
    const pending = new PendingTasks();
    pending.listed(['a']);
    pending.refused('a');
    pending.refused('b');
    expect([pending.isOver('a'), pending.isOver('b')]).toEqual([false, false]);
    pending.listed(['a']);
    expect([pending.isOver('a'), pending.isOver('b')]).toEqual([false, true]);
    pending.listed([]);
    expect(pending.isOver('a')).toBe(false); // not refused since the list that named it
    pending.listed(['b']);
    expect(pending.isOver('b')).toBe(false);
  });

  test('is forgotten when it ends', () => {
    const pending = new PendingTasks();
    pending.refused('a');
    pending.forget('a');
    pending.listed([]);
    expect(pending.isOver('a')).toBe(false);
  });
});
