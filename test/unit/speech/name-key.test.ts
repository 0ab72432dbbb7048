import { describe, expect, it } from 'vitest';
import { nameKeyOf } from '../../../src/speech/name-key.ts';

describe('the key of a name', () => {
  it.each([
    ['单雄信', 'shanxiongxin', 'sxx'],
    ['吕布', 'lvbu', 'lb'],
    ['尉迟敬德', 'yuchijingde', 'ycjd'],
    ['阿卜杜拉·买买提', 'abudulamaimaiti', 'abdlmmt'],
    ['Maria Lopez', 'marialopez', 'ml'],
  ])('finds %s by its sound and its first letters', (name, sound, initials) => {
    expect(nameKeyOf(name)).toEqual({ sound, initials });
  });

  it('is empty where nothing can be read', () => {
    expect(nameKeyOf('·')).toEqual({ sound: '', initials: '' });
  });
});
