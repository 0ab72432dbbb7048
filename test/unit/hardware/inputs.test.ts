import { describe, expect, test } from 'vitest';
import { Debouncer } from '../../../src/hardware/inputs/debouncer.ts';

describe('the debouncer', () => {
  test('takes the first reading at once, and a change once it has stood', () => {
    const debouncer = new Debouncer(50);
    expect(debouncer.push(false, 0)).toBe(false);
    expect(debouncer.push(true, 10)).toBeNull();
    expect(debouncer.push(true, 59)).toBeNull();
    expect(debouncer.push(true, 60)).toBe(true);
    expect(debouncer.push(true, 61)).toBeNull();
  });

  test('begins anew with each bounce', () => {
    const debouncer = new Debouncer(50);
    debouncer.push(false, 0);
    const told = [true, false, true, false, true].map((isActive, at) => debouncer.push(isActive, 100 + at * 40));
    expect(told).toEqual([null, null, null, null, null]);
    expect(debouncer.push(true, 310)).toBe(true);
  });

  test('takes the next reading at once after a loss', () => {
    const debouncer = new Debouncer(50);
    debouncer.push(true, 0);
    debouncer.forget();
    expect(debouncer.push(true, 1)).toBe(true);
  });
});
