import { execFileSync } from 'node:child_process';
import { createCipheriv, createDecipheriv, getCiphers } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { cipherBytes, decryptSlices, encryptSlices, encryptText } from '../../../../src/platform/sichuan/sm4.ts';
import { sm4KeyOf, type Sm4Key } from '../../../../src/platform/sichuan/sm4-key.ts';

const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
const encrypt = (plain: Uint8Array, key: Sm4Key) => Buffer.concat([...encryptSlices(plain, key)]);
const decrypt = (sealed: Uint8Array, key: Sm4Key) => Buffer.concat([...decryptSlices(sealed, key)]);
const zero = new Uint8Array(16);

const published = { key: hex('0123456789abcdeffedcba9876543210'), plain: hex('0123456789abcdeffedcba9876543210') };

describe('GB/T 32907, annex A', () => {
  test('example 1: one block', () => {
    const key = { key: published.key, iv: zero };
    expect(encrypt(published.plain, key).subarray(0, 16).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246');
    expect(decrypt(encrypt(published.plain, key), key)).toEqual(Buffer.from(published.plain));
  });

  test('example 2: one block encrypted a million times, which is CBC over as many empty blocks', () => {
    let last = new Uint8Array();
    const sealed = encryptSlices(new Uint8Array(16 * 1_000_000), { key: published.key, iv: published.plain });
    let bytes = 0;
    for (const slice of sealed) {
      const wanted = 16 * 1_000_000 - bytes;
      if (wanted > 0) last = slice.slice(Math.min(wanted, slice.length) - 16, Math.min(wanted, slice.length));
      bytes += slice.length;
    }
    expect(Buffer.from(last).toString('hex')).toBe('595298c7c6fd271f0402f804c33d3f66');
  });
});

const key: Sm4Key = { key: Buffer.from('0123456789abcdef'), iv: Buffer.from('fedcba9876543210') };
const slice = 32 * 1024;
const lengths = [0, 1, 15, 16, 17, slice - 16, slice - 1, slice, slice + 1, 3 * slice, 3 * slice + 5];
const patterned = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 0xff);

describe.skipIf(!getCiphers().includes('sm4-cbc'))('against OpenSSL (skipped where this Node has no SM4)', () => {
  test.each(lengths)('%i bytes: encrypted alike, and each opens what the other sealed', (length) => {
    const plain = patterned(length);
    const theirs = createCipheriv('sm4-cbc', key.key, key.iv);
    const sealed = Buffer.concat([theirs.update(plain), theirs.final()]);
    expect(encrypt(plain, key).equals(sealed)).toBe(true);
    expect(decrypt(sealed, key).equals(plain)).toBe(true);
    const opened = createDecipheriv('sm4-cbc', key.key, key.iv);
    expect(Buffer.concat([opened.update(encrypt(plain, key)), opened.final()]).equals(plain)).toBe(true);
  });
});

const enc = ['enc', '-sm4-cbc', '-K', Buffer.from(key.key).toString('hex'), '-iv', Buffer.from(key.iv).toString('hex')];
function hasCommand(): boolean {
  try {
    return execFileSync('openssl', enc, { input: 'x', stdio: ['pipe', 'pipe', 'ignore'] }).length === 16;
  } catch {
    return false;
  }
}

describe.skipIf(!hasCommand())('against `openssl enc -sm4-cbc` (skipped where the command has no SM4)', () => {
  test.each([0, 13, 16, slice + 7])('%i bytes, both ways', (length) => {
    const plain = patterned(length);
    expect(decrypt(execFileSync('openssl', enc, { input: plain }), key).equals(plain)).toBe(true);
    expect(execFileSync('openssl', [...enc, '-d'], { input: encrypt(plain, key) }).equals(plain)).toBe(true);
  });
});

describe('what does not open', () => {
  const sealed = encrypt(patterned(40), key);
  test.each([
    ['nothing', new Uint8Array()],
    ['no whole blocks', sealed.subarray(0, 33)],
    ['a last block cut off', sealed.subarray(0, 32)],
  ])('%s is a coded fault', (_what, bytes) => {
    expect(() => decrypt(bytes, key)).toThrow(expect.objectContaining({ code: 'platform.cannotDecrypt' }));
  });

  test('padding that says 0 or 17 is none', () => {
    for (const count of [0, 17]) {
      const padded = Buffer.alloc(32, count);
      // The padding that is added behind it is cut off again.
      const sealedPadding = encrypt(padded, key).subarray(0, 32);
      expect(() => decrypt(sealedPadding, key)).toThrow(expect.objectContaining({ code: 'platform.cannotDecrypt' }));
    }
  });

  test('another key is found out by the padding', () => {
    expect(() => decrypt(sealed, { ...key, key: zero })).toThrow(expect.objectContaining({ code: 'platform.cannotDecrypt' }));
  });
});

describe('ciphertext as text', () => {
  test('is taken in base64, in base64 with line breaks, and in hex of either case', () => {
    const sealed = encrypt(patterned(100), key);
    const base64 = sealed.toString('base64');
    const forms = [base64, base64.replace(/(.{60})/g, '$1\r\n'), sealed.toString('hex'), sealed.toString('hex').toUpperCase()];
    for (const form of forms) expect(Buffer.from(cipherBytes(` ${form}\n`)).equals(sealed)).toBe(true);
  });

  test('is refused when it is neither', () => {
    expect(() => cipherBytes('操作成功')).toThrow(expect.objectContaining({ code: 'platform.cannotDecrypt' }));
  });

  test('is written as configured', () => {
    expect(encryptText('单雄信', key, 'hex')).toMatch(/^[0-9a-f]{32}$/);
    expect(Buffer.from(encryptText('单雄信', key, 'base64'), 'base64')).toEqual(
      Buffer.from(encryptText('单雄信', key, 'hex'), 'hex'),
    );
  });
});

describe('key and IV', () => {
  const none = { sm4Key: null, sm4Iv: null };
  test.each([
    ['16 characters', '0123456789abcdef', Buffer.from('0123456789abcdef')],
    ['16 bytes of UTF-8 in fewer characters', '密钥密钥密x', Buffer.from('密钥密钥密x')],
    ['32 hex digits', '0123456789ABCDEFfedcba9876543210', hex('0123456789abcdeffedcba9876543210')],
  ])('are the device secret when it is %s', (_what, secret, bytes) => {
    expect(sm4KeyOf({ secret, ...none })).toEqual({ key: new Uint8Array(bytes), iv: new Uint8Array(bytes) });
  });

  test('are what is configured, each by itself', () => {
    const found = sm4KeyOf({ secret: '0123456789abcdef', sm4Key: '1'.repeat(16), sm4Iv: null });
    expect(Buffer.from(found.key).toString()).toBe('1'.repeat(16));
    expect(Buffer.from(found.iv).toString()).toBe('0123456789abcdef');
  });

  test.each([
    [{ secret: 'seventeen-letters', ...none }, /sm4Key has to be configured: the device secret/],
    [{ secret: 'seventeen-letters', sm4Key: '1'.repeat(16), sm4Iv: null }, /sm4Iv has to be configured/],
    [{ secret: '0123456789abcdef', sm4Key: 'short', sm4Iv: null }, /sm4Key is not 16 UTF-8 bytes or 32 hex digits/],
    [{ secret: '0123456789abcdef', sm4Key: null, sm4Iv: '0'.repeat(31) }, /sm4Iv is not/],
    [{ secret: '0123456789abcdef', sm4Key: '', sm4Iv: null }, /sm4Key is not/],
  ])('of another length are refused, by name and without the value: %j', (config, message) => {
    expect(() => sm4KeyOf(config)).toThrow(
      expect.objectContaining({ code: 'config.invalid', message: expect.stringMatching(message) }),
    );
    expect(() => sm4KeyOf(config)).not.toThrow(new RegExp(`${config.secret}|short`));
  });
});
