import { describe, expect, test } from 'vitest';
import { readTaskEntry } from '../../../../src/platform/sichuan/task-entry.ts';

const photo = Buffer.from('a picture');

describe('a person of a task', () => {
  test.each([
    ['bare base64', photo.toString('base64')],
    ['a data URL', `data:image/jpeg;base64,${photo.toString('base64')}`],
    ['base64 with line breaks', photo.toString('base64').replace(/(.{4})/g, '$1\r\n')],
  ])('with a photo (%s) is added', (_form, text) => {
    const entry = readTaskEntry({ userId: 'U1', name: ' 单雄信 ', userType: '1', photo: text });
    expect(entry).toEqual({ kind: 'add', userId: 'U1', name: '单雄信', photograph: new Uint8Array(photo) });
  });

  test('may have numbers for strings and strings for numbers', () => {
    expect(readTaskEntry({ userId: 7, name: '张三', delType: '2' })).toEqual({
      kind: 'remove',
      userId: '7',
      name: '张三',
      removal: 2,
    });
  });

  test.each([1, 2, 3])('with delType %i is removed, also with a photo and without a name', (removal) => {
    expect(readTaskEntry({ userId: 'U1', delType: removal, photo: 'AAAA' })).toEqual({
      kind: 'remove',
      userId: 'U1',
      name: '',
      removal,
    });
  });

  test.each([4, -1, 'x', 1.5])('with delType %j, which the document does not have, is removed in a way unknown', (delType) => {
    expect(readTaskEntry({ userId: 'U1', name: '张三', delType })).toMatchObject({ kind: 'remove', removal: null });
  });

  test.each([0, '0', '', null])('with delType %j is not removed', (delType) => {
    expect(readTaskEntry({ userId: 'U1', name: '张三', delType, photo: 'AAAA' })).toMatchObject({ kind: 'add' });
  });

  test('without a photo has none', () => {
    for (const given of [{}, { photo: '' }, { photo: null }]) {
      expect(readTaskEntry({ userId: 'U1', name: '张三', ...given })).toMatchObject({ kind: 'add', photograph: null });
    }
  });

  test.each([null, 'text', [], {}, { userId: '' }, { userId: {} }])('%j is invalid, nameless', (value) => {
    expect(readTaskEntry(value)).toEqual({ kind: 'invalid', userId: null });
  });

  test('to be added without a name is invalid', () => {
    expect(readTaskEntry({ userId: 'U1', name: ' ', photo: 'AAAA' })).toEqual({ kind: 'invalid', userId: 'U1' });
  });
});
