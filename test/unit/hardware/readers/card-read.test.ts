import { expect, test } from 'vitest';
import { asCardRead } from '../../../../src/hardware/readers/card-read.ts';

test('a reader passes on as many bits of a number as it is said to', () => {
  expect(asCardRead('left', 0x06_00_8e_6d_5dn, 32)).toEqual({ reader: 'left', number: '9334109', bits: 32 });
  expect(asCardRead('left', 0x12_34_56_78n, 24).number).toBe(String(0x34_56_78));
  expect(asCardRead('left', 0x04_a1_b2_c3_d4_e5_f6n, 64).number).toBe(String(0x04_a1_b2_c3_d4_e5_f6n));
});
