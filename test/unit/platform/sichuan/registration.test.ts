import { describe, expect, test } from 'vitest';
import { isIdNumber } from '../../../../src/platform/sichuan/id-number.ts';
import { registrationFields, registrationProblems, type Registration } from '../../../../src/platform/sichuan/registration.ts';
import { worker } from './worker.ts';

const problemsWith = (change: Partial<Registration>) =>
  registrationProblems({ ...worker, ...change }).map(({ field, problem }) => `${field} ${problem}`);

describe('a registration', () => {
  test('in which everything is right has no problems', () => {
    expect(problemsWith({})).toEqual([]);
    expect(problemsWith({ validUntil: '20210101', userType: 2, photograph: Uint8Array.of(0x42, 0x4d, 0) })).toEqual([]);
  });

  test.each<readonly [Partial<Registration>, readonly string[]]>([
    [{ idNumber: '' }, ['idNumber missing']],
    [{ idNumber: '110105194912310021' }, ['idNumber malformed']],
    [{ idNumber: '11010519491231002x' }, ['idNumber malformed']],
    [{ name: ' ' }, ['name missing']],
    [{ name: '单'.repeat(65) }, ['name tooLong']],
    [{ nation: '' }, ['nation missing']],
    [{ address: '' }, ['address missing']],
    [{ issuer: '' }, ['issuer missing']],
    [{ birthday: '1949-12-31' }, ['birthday malformed']],
    [{ birthday: '19491331' }, ['birthday malformed']],
    [{ birthday: '19500101' }, ['birthday contradicts']],
    [{ gender: 1 }, ['gender contradicts']],
    [{ validFrom: '20010230' }, ['validFrom malformed']],
    [{ validFrom: '' }, ['validFrom missing']],
    [{ validUntil: '长期' }, ['validUntil malformed']],
    [{ validUntil: '20001231' }, ['validUntil contradicts']],
    [{ idPhotograph: new Uint8Array() }, ['idPhotograph missing']],
    [{ photograph: Buffer.from('a text') }, ['photograph notAPicture']],
    [{ photograph: new Uint8Array(6 * 1024 * 1024) }, ['photograph tooLong']],
  ])('with %o is refused for exactly that', (change, problems) => {
    expect(problemsWith(change)).toEqual(problems);
  });

  test('of which nothing is filled in names every field but those that have a value by their type', () => {
    const blank = new Uint8Array();
    const nothing = { idNumber: '', name: '', nation: '', birthday: '', address: '', issuer: '', validFrom: '' };
    expect(problemsWith({ ...nothing, idPhotograph: blank, photograph: blank })).toHaveLength(9);
  });

  test('writes the period of validity as the document does', async () => {
    const period = async (change: Partial<Registration>, bareLongTerm = false) => {
      const fields = await registrationFields({ ...worker, ...change }, { sn: 'S', bareLongTerm }, async (text) => text);
      return fields.find(({ name }) => name === 'idperiod')?.value;
    };
    expect(await period({ validUntil: '20110101' })).toBe('20010101-20110101');
    expect(await period({})).toBe('20010101-长期');
    expect(await period({}, true)).toBe('长期');
  });
});

describe('an ID number', () => {
  test.each(['11010519491231002X', '440524188001010014'])('%s of GB 11643 is one', (idNumber) => {
    expect(isIdNumber(idNumber)).toBe(true);
  });

  test('with any one digit changed is none', () => {
    const good = '11010519491231002X';
    const changed = Array.from(
      { length: 17 },
      (_, at) => good.slice(0, at) + String((Number(good[at]) + 1) % 10) + good.slice(at + 1),
    );
    expect(changed.filter(isIdNumber)).toEqual([]);
  });
});
