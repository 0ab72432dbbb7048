import { describe, expect, it } from 'vitest';
import { hmacMd5, signingText } from '../../bench-platform/sichuan/signatures.ts';
import { keyBytes, Sm4 } from '../../bench-platform/sichuan/sm4.ts';
import { elementTexts } from '../../bench-platform/sichuan/split-array.ts';
import { gbk } from '../../bench-platform/sichuan/gbk.ts';
import { hmac } from './sichuan-bare-client.ts';

const bytes = (byte: number, count: number): Uint8Array => new Uint8Array(count).fill(byte);

describe('HMAC-MD5', () => {
  it.each<[string | Uint8Array, string | Uint8Array, string]>([
    [bytes(0x0b, 16), 'Hi There', '9294727a3638bb1c13f48ef8158bfc9d'],
    ['Jefe', 'what do ya want for nothing?', '750c783e6ab0b503eaa86e310a5db738'],
    [bytes(0xaa, 16), bytes(0xdd, 50), '56be34521d144c88dbb8c733f0e8b3f6'],
    [Uint8Array.from({ length: 25 }, (_, index) => index + 1), bytes(0xcd, 50), '697eaf0aca3a3aea3a75164746ffaa79'],
    [bytes(0x0c, 16), 'Test With Truncation', '56461ef2342edc00f9bab995690efd4c'],
    [bytes(0xaa, 80), 'Test Using Larger Than Block-Size Key - Hash Key First', '6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd'],
    [
      bytes(0xaa, 80),
      'Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data',
      '6f630fad67cda0ee1fb1f562db3aa53e',
    ],
  ])('is that of RFC 2202 for key %o', (key, text, digest) => {
    expect(hmacMd5(text, key)).toBe(digest);
  });

  it('takes key and text as UTF-8', () => {
    expect(hmacMd5('川A-001成功', '设备密钥')).toBe(hmac('川A-001成功', '设备密钥'));
  });
});

describe('what is signed', () => {
  it.each([
    ['Online', { sn: 'SC-001', timestamp: '1767225600' }, 'SC-0011767225600'],
    ['GetTaskData', { timestamp: '1767225600', id: 'T7', sn: 'SC-001' }, 'SC-001T71767225600'],
    [
      'RetResult',
      { sn: 'SC-001', id: 'T7', result: '1', msg: 'P1:无人脸', timestamp: '1767225600' },
      'SC-001T71P1:无人脸1767225600',
    ],
    ['RetResult', { sn: 'SC-001', id: 'T7', result: '0', timestamp: '1767225600' }, 'SC-001T701767225600'],
    ['UploadData', { sn: 'SC-001', data: 'q+/w==', timestamp: '1767225600', sign: 'x' }, 'SC-001q+/w==1767225600'],
    [
      'RegistData',
      {
        sn: 'SC-001',
        timestamp: '1767225600',
        Idno: 'aWQ=',
        Name: '单雄信',
        gender: '1',
        nation: '汉',
        birthday: '1990-01-01',
        address: '成都市',
        idissue: '成都市公安局',
        idperiod: '20100101-20300101',
        idphoto: 'aWRw',
        photo: 'cGhv',
        userType: '1',
      },
      'aWQ=单雄信1汉1990-01-01成都市成都市公安局20100101-20300101aWRwcGhv1SC-0011767225600',
    ],
  ] as const)('by %s is %o as one text', (method, values, text) => {
    expect(signingText(method, values)).toBe(text);
  });
});

describe('SM4', () => {
  const key = keyBytes('0123456789abcdeffedcba9876543210') ?? Buffer.alloc(0);
  const cipher = new Sm4(key, key);
  // printf '{"userId":"单雄信"}' | openssl enc -sm4-cbc -K 0123456789abcdeffedcba9876543210 -iv 0123456789abcdeffedcba9876543210 | xxd -p
  const known = '8e3b49f3142e0757ecf56f1fe1fc7703e339f05078abc17f6e101900c123efeb';

  it('is CBC with PKCS7, as the openssl command does it', () => {
    expect(cipher.encrypt('{"userId":"单雄信"}', 'hex')).toBe(known);
    expect(cipher.decrypt(known, 'hex')).toBe('{"userId":"单雄信"}');
    expect(cipher.decrypt(Buffer.from(known, 'hex').toString('base64'), 'base64')).toBe('{"userId":"单雄信"}');
  });

  it('reads nothing that is in the other form, cut, without padding or of another key', () => {
    const other = new Sm4(Buffer.alloc(16, 'x'), key).encrypt('单雄信', 'base64');
    const texts = [known, cipher.encrypt('单雄信', 'base64').slice(0, -4), cipher.encryptUnpadded('单雄信', 'base64'), other];
    expect(texts.map((text) => cipher.decrypt(text, 'base64'))).toEqual([null, null, null, null]);
  });

  it('has a key of 16 bytes or 32 hex digits, and no other', () => {
    expect([keyBytes('bench-secret-16b')?.length, keyBytes('密钥密钥密1')?.length, key.length]).toEqual([16, 16, 16]);
    expect(['', 'bench-secret', '0123456789abcdeffedcba987654321', '密钥密钥密钥密钥'].map((text) => keyBytes(text))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('the elements of a JSON array', () => {
  it('are their own texts, byte for byte', () => {
    const text = ' [ {"a" : "],[\\"", "b":[1,2]} ,\n{"recogTime":"2026-01-01 08:00:00"},7 ] ';
    expect(elementTexts(text)).toEqual(['{"a" : "],[\\"", "b":[1,2]}', '{"recogTime":"2026-01-01 08:00:00"}', '7']);
    expect(elementTexts('[]')).toEqual([]);
  });
});

describe('GBK', () => {
  it('is read back by a decoder of GBK, and is no UTF-8', () => {
    const text = '服务器繁忙 busy，请稍后再试';
    expect(new TextDecoder('gbk', { fatal: true }).decode(gbk(text))).toBe(text);
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(gbk(text))).toThrow(TypeError);
  });
});
