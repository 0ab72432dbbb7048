import { describe, expect, test } from 'vitest';
import type { OutboxPunch } from '../../../../src/platform/ports.ts';
import { registrationFields } from '../../../../src/platform/sichuan/registration.ts';
import {
  getTaskDataFields,
  onlineFields,
  punchData,
  retResultFields,
  uploadDataFields,
} from '../../../../src/platform/sichuan/requests.ts';
import { sign, signingText, type Field } from '../../../../src/platform/sichuan/sign.ts';
import { worker } from './worker.ts';

const usual = { upperCaseSign: false, signPlaintext: false };

// RFC 2202, chapter 2: those test cases whose key and data are text in UTF-8.
const rfc2202 = [
  ['\x0b'.repeat(16), 'Hi There', '9294727a3638bb1c13f48ef8158bfc9d'],
  ['Jefe', 'what do ya want for nothing?', '750c783e6ab0b503eaa86e310a5db738'],
  ['\x0c'.repeat(16), 'Test With Truncation', '56461ef2342edc00f9bab995690efd4c'],
] as const;

describe('HMAC-MD5', () => {
  test.each(rfc2202)('is that of RFC 2202 (key %j)', (secret, data, digest) => {
    expect(sign([{ name: 'data', value: data }], { ...usual, secret })).toBe(digest);
    expect(sign([{ name: 'data', value: data }], { ...usual, secret, upperCaseSign: true })).toBe(digest.toUpperCase());
  });

  test('takes key and text as UTF-8', () => {
    // printf %s 'SN-1001照片无法读取' | openssl dgst -md5 -hmac '密钥'
    expect(
      sign(
        [
          { name: 'sn', value: 'SN-1001' },
          { name: 'msg', value: '照片无法读取' },
        ],
        { ...usual, secret: '密钥' },
      ),
    ).toBe('d71fb5916de00899e550fdc4af8c7c9d');
  });
});

const withTimestamp = (fields: readonly Field[]) => [...fields, { name: 'timestamp', value: '1700000000' }];
const encrypt = (text: string) => `SM4(${text.length})`;
const punch: OutboxPunch = { punchId: 1, workerId: 'U1', atMs: 1_700_000_000_000, direction: 'in', picture: null, tries: 0 };

describe('the signing text of a request', () => {
  test.each([
    ['Online', onlineFields('SN-1001'), 'SN-10011700000000'],
    ['GetTaskData', getTaskDataFields('SN-1001', 'task&7'), 'SN-1001task&71700000000'],
    ['RetResult, done', retResultFields('SN-1001', 'T7', 0, ''), 'SN-1001T701700000000'],
    [
      'RetResult, failed',
      retResultFields('SN-1001', 'T7', 1, '1人失败: U1:照片无法读取'),
      'SN-1001T711人失败: U1:照片无法读取1700000000',
    ],
    ['UploadData', uploadDataFields('SN-1001', '[{}]', () => 'ab+/c=='), 'SN-1001ab+/c==1700000000'],
  ])('%s: its values in the order of the table, as they are before URL-encoding', (_method, fields, literal) => {
    expect(signingText(withTimestamp(fields), usual)).toBe(literal);
  });

  test('RegistData: three of its values as ciphertext, sn and timestamp last', async () => {
    const fields = await registrationFields(worker, { sn: 'SN-1001', bareLongTerm: false }, async (text) => encrypt(text));
    expect(signingText(withTimestamp(fields), usual)).toBe(
      'SM4(18)单雄信2汉1949-12-31北京市朝阳区一号北京市公安局朝阳分局20010101-长期SM4(4)SM4(8)1SN-10011700000000',
    );
    expect(fields.map(({ name }) => name).join()).toBe(
      'Idno,Name,gender,nation,birthday,address,idissue,idperiod,idphoto,photo,userType,sn',
    );
  });

  test('has the plaintext of encrypted values when so configured', async () => {
    const rules = { signPlaintext: true };
    expect(signingText(withTimestamp(uploadDataFields('SN-1001', '[{}]', encrypt)), rules)).toBe('SN-1001[{}]1700000000');
    const fields = await registrationFields(worker, { sn: 'S', bareLongTerm: true }, async (text) => encrypt(text));
    expect(signingText(fields, rules)).toBe(
      '11010519491231002X单雄信2汉1949-12-31北京市朝阳区一号北京市公安局朝阳分局长期/9j//9j/4AA=1S',
    );
  });
});

describe('data of UploadData', () => {
  test('is the list of the document: direction as 1 or 2, the time in Beijing, whatever the zone of the terminal', () => {
    const punches: OutboxPunch[] = [punch, { ...punch, workerId: '张"三', atMs: 1_703_980_800_999, direction: 'out' }];
    expect(punchData('SN-1001', punches, 480)).toBe(
      '[{"sn":"SN-1001","userId":"U1","type":1,"recogTime":"2023-11-15 06:13:20"},' +
        '{"sn":"SN-1001","userId":"张\\"三","type":2,"recogTime":"2023-12-31 08:00:00"}]',
    );
    expect(punchData('S', [punch], 0)).toContain('"2023-11-14 22:13:20"');
  });
});
