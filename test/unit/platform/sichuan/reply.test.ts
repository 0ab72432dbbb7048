import { createCipheriv } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openContent, readEnvelope } from '../../../../src/platform/sichuan/reply.ts';
import type { Sm4Key } from '../../../../src/platform/sichuan/sm4-key.ts';
import { encryptText } from '../../../../src/platform/sichuan/sm4.ts';

const key: Sm4Key = { key: Buffer.from('0123456789abcdef'), iv: Buffer.from('fedcba9876543210') };
const envelope = (text: string) => readEnvelope(Buffer.from(text));
const open = (content: Parameters<typeof openContent>[0]) => openContent(content, key);

describe('the answer of every method', () => {
  test('gives its three members', () => {
    expect(envelope('{"Result":-2,"Content":"","Msg":"签名不正确"}')).toEqual({ result: -2, content: '', message: '签名不正确' });
  });

  test('may write Result as a string, leave out the others, begin with a byte order mark, or be JSON in a string', () => {
    expect(envelope('{"Result":"-99"}')).toEqual({ result: -99, content: undefined, message: '' });
    expect(envelope('\ufeff{"Result":0,"Msg":null}')).toMatchObject({ result: 0, message: '' });
    expect(envelope(JSON.stringify('{"Result":1}')).result).toBe(1);
  });

  test.each(['', 'not json', '[]', '{}', '{"Result":""}', '{"Result":null}', '{"Result":"ok"}', '{"Result":1.5}', '<html>'])(
    'is a coded fault when it is %j',
    (text) => {
      expect(() => envelope(text)).toThrow(expect.objectContaining({ code: 'platform.badReply' }));
    },
  );

  test('may have Msg in GBK, also where a character ends in a backslash, beside names in UTF-8', () => {
    // 籠 is BB 5C in GBK.
    const body = Buffer.concat([
      Buffer.from('{"Result":-2,"Content":[{"name":"单雄信"}],"Msg":"'),
      Buffer.from('c7a9c3fbb2bbd5fdc8b7bb5c', 'hex'),
      Buffer.from('"}'),
    ]);
    expect(readEnvelope(body)).toEqual({ result: -2, content: [{ name: '单雄信' }], message: '签名不正确籠' });
  });

  test('keeps ids of 19 digits', () => {
    expect(envelope('{"Result":0,"Content":[{"userId":4508004291609636864}]}').content).toEqual([
      { userId: '4508004291609636864' },
    ]);
  });
});

describe('Content', () => {
  test('empty in any way is null', async () => {
    for (const content of [undefined, null, '', '  ', encryptText('', key, 'base64')]) expect(await open(content)).toBeNull();
  });

  test('is taken as JSON, as JSON in a string, and as ciphertext in base64 and hex', async () => {
    const list = [{ Id: '1', Type: 2 }];
    const text = JSON.stringify(list);
    for (const content of [list, text, encryptText(text, key, 'base64'), encryptText(text, key, 'hex')]) {
      expect(await open(content)).toEqual(list);
    }
  });

  test('that is ciphertext of many slices opens to what went in', async () => {
    const people = Array.from({ length: 50 }, (_, n) => ({ userId: `U${n}`, name: '单雄信', photo: 'A'.repeat(3_001) }));
    const cipher = createCipheriv('sm4-cbc', key.key, key.iv);
    const sealed = Buffer.concat([cipher.update(JSON.stringify(people), 'utf8'), cipher.final()]).toString('base64');
    expect(await open(sealed)).toEqual(people);
  });

  test.each([
    ['is no ciphertext', '操作成功'],
    ['is of another key', encryptText('[]', { ...key, key: new Uint8Array(16) }, 'base64')],
    ['is of another IV', encryptText('[{"Id":"1","Type":1}]', { ...key, iv: new Uint8Array(16) }, 'base64')],
    ['opens to no JSON', encryptText('hello', key, 'base64')],
    ['opens to bytes that are no UTF-8', sealedBytes(Buffer.from([0x5b, 0xff, 0xfe, 0x5d]))],
  ])('that %s is a coded fault', async (_what, content) => {
    await expect(open(content)).rejects.toMatchObject({ code: 'platform.cannotDecrypt' });
  });

  test('that is meant to be JSON and is none is a coded fault', async () => {
    await expect(open('[{"Id"')).rejects.toMatchObject({ code: 'platform.badReply' });
  });
});

function sealedBytes(plain: Uint8Array): string {
  const cipher = createCipheriv('sm4-cbc', key.key, key.iv);
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}
