import { constants, createHash, generateKeyPairSync, publicEncrypt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readHttpReply, readWireReply } from '../../../../src/platform/zhejiang/reply.ts';
import { isSignatureRight } from '../../../../src/platform/zhejiang/reply-signature.ts';
import { loadDecryptor, type Decryptor } from '../../../../src/platform/zhejiang/rsa.ts';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const others = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Block by block, as 1.6 is understood. */
function encrypt(text: string, key = keys.publicKey): string {
  const plain = Buffer.from(text);
  const blocks: Buffer[] = [];
  for (let at = 0; at < plain.length; at += 245) {
    blocks.push(publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, plain.subarray(at, at + 245)));
  }
  return Buffer.concat(blocks).toString('base64');
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const http = (body: string, decryptor: Decryptor | null = null) => readHttpReply(body, 'T_SEND_PERSON', decryptor);
const wire = { version: 'v1.0.0', success: true, apicode: 'C_HEARTBEAT', error: '', response: '' };

let folder = '';
let decryptor: Decryptor;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'reply-'));
  const file = path.join(folder, 'private.pem');
  writeFileSync(file, keys.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  decryptor = loadDecryptor(file);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('replies over HTTP', () => {
  test('response may be an object, JSON text, or have unquoted keys, and signs as received', async () => {
    for (const [body, signed] of [
      ['{"version":"v1.0.0","success":true,"response":{ "data": [] },"sign":"SIGN"}', '{ "data": [] }'],
      ['{"version":"v1.0.0","success":true,"response":{ "data": [] },"sign":"SIGN"}', '{"data":[]}'],
      ['{"version":"v1.0.0","success":true,"response":"{\\"data\\":[]}","sign":"SIGN"}', '{"data":[]}'],
      ['{version:"v1.0.0",success:true,response:{data:[]},sign:"SIGN"}', '{data:[]}'],
      ['{version:"v1.0.0",success:true,response:{data:[]},sign:"SIGN"}', '{"data":[]}'],
    ] as const) {
      const reply = await http(body.replace('SIGN', md5(`v1.0.0true42${signed}secret`)));
      expect(reply.response).toEqual({ data: [] });
      expect(isSignatureRight({ ...reply, taskid: '42' }, 'secret')).toBe(true);
    }
  });

  test('the body may be JSON text of the object, in clear or encrypted with broken lines', async () => {
    const body = '{"version":"v1.0.0","success":true,"response":{"data":[]},"sign":"x"}';
    const broken = encrypt(body).replaceAll(/.{76}/g, '$&\r\n');
    for (const form of [JSON.stringify(body), broken, JSON.stringify(broken)]) {
      const reply = await http(form, decryptor);
      expect([reply.response, [...reply.responseForms][0]]).toEqual([{ data: [] }, '{"data":[]}']);
    }
  });

  test('what cannot be read is a fault only where something of it is needed', async () => {
    const body = '{"version":"v1.0.0","success":true,"response":"ok"}';
    await expect(http(body)).rejects.toMatchObject({ code: 'platform.badReply' });
    const reply = await readHttpReply(body, 'T_CLEAR_DEVICE_PERSON', null);
    expect([reply.isSuccess, reply.response, reply.unread, [...reply.responseForms]]).toEqual([
      true,
      undefined,
      'platform.badReply',
      ['ok'],
    ]);
  });

  test('an absent or null response is none', async () => {
    for (const body of ['{"success":true}', '{"success":true,"response":null}', '{"success":"true","response":""}']) {
      const reply = await http(body);
      expect([reply.isSuccess, reply.response, reply.responseForms]).toEqual([true, undefined, []]);
    }
  });

  test('a failure carries its code as object, text or unquoted text; anything else is unknown', async () => {
    const codeOf = async (error: string) => (await http(`{"success":false,"error":${error}}`)).errorCode;
    expect(await codeOf('{"errorcode":"400_04","errormsg":"x"}')).toBe('400_04');
    expect(await codeOf(JSON.stringify('{errorcode:"401_01",errormsg:"x"}'))).toBe('401_01');
    expect(await codeOf('"500_01"')).toBe('500_01');
    for (const odd of ['null', '[]', '{"errorcode":{}}', '{"errorcode":"张三 is not allowed"}', '12.5', '"<script>"']) {
      expect(await codeOf(odd)).toBe('unknown');
    }
  });

  test('only true is success', async () => {
    for (const success of ['false', 'null', '1', '"false"', '{}', '"yes"']) {
      expect((await http(`{"success":${success}}`)).isSuccess).toBe(false);
    }
    expect((await http('{}')).isSuccess).toBe(false);
  });

  test('what is no object is a coded fault', async () => {
    for (const body of ['', '[]', 'null', '"text"', '<html>502</html>', '42']) {
      await expect(http(body)).rejects.toMatchObject({ code: 'platform.badReply' });
    }
  });

  test('a response that is neither JSON nor ciphertext is a coded fault', async () => {
    await expect(http('{"success":true,"response":"hello world"}', decryptor)).rejects.toMatchObject({
      code: 'platform.badReply',
    });
  });
});

describe('encrypted replies', () => {
  const people = JSON.stringify({ data: Array.from({ length: 40 }, (_, n) => ({ personId: String(n), name: '单雄信' })) });

  test('response alone is decrypted, over many blocks, with characters cut at block borders', async () => {
    const reply = await http(JSON.stringify({ version: 'v1.0.0', success: true, response: encrypt(people) }), decryptor);
    expect(reply.response).toEqual(JSON.parse(people));
  });

  test('its signature may be over the ciphertext or over the plain text', async () => {
    const sealed = encrypt(people);
    for (const signed of [sealed, people]) {
      const sign = md5(`v1.0.0true42${signed}secret`);
      const reply = await http(JSON.stringify({ version: 'v1.0.0', success: true, response: sealed, sign }), decryptor);
      expect(isSignatureRight({ ...reply, taskid: '42' }, 'secret')).toBe(true);
    }
  });

  test('the whole body is decrypted, bare or as a JSON string', async () => {
    const body = `{"success":true,"response":${people}}`;
    for (const sealed of [encrypt(body), JSON.stringify(encrypt(body)), `${encrypt(body)}\n`]) {
      expect((await http(sealed, decryptor)).response).toEqual(JSON.parse(people));
    }
  });

  test('over TCP too', async () => {
    const reply = await readWireReply({ ...wire, response: encrypt('{taskids:["1"]}') }, decryptor);
    expect(reply.response).toEqual({ taskids: ['1'] });
  });

  test("another key's ciphertext and changed ciphertext are one and the same fault", async () => {
    const foreign = encrypt(people, others.publicKey);
    const changed = Buffer.from(encrypt(people), 'base64');
    changed.writeUInt8(changed.readUInt8(300) ^ 1, 300);
    for (const response of [foreign, changed.toString('base64')]) {
      await expect(http(JSON.stringify({ success: true, response }), decryptor)).rejects.toMatchObject({
        code: 'platform.cannotDecrypt',
      });
      await expect(http(response, decryptor)).rejects.toMatchObject({ code: 'platform.cannotDecrypt' });
    }
  });

  test('without a private key an encrypted response cannot be read', async () => {
    await expect(http(JSON.stringify({ success: true, response: encrypt(people) }))).rejects.toMatchObject({
      code: 'platform.badReply',
    });
  });

  test('errors are never decrypted', async () => {
    const reply = await http(JSON.stringify({ success: false, error: encrypt('{"errorcode":"400_04"}') }), decryptor);
    expect(reply.errorCode).toBe('unknown');
  });

  test('decryption of a long reply lets others have their turn', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    await decryptor.decrypt(encrypt('x'.repeat(245 * 200)));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
  });

  test('a file without an RSA key is refused at once', () => {
    const file = path.join(folder, 'not-a-key.pem');
    writeFileSync(file, 'nothing');
    expect(() => loadDecryptor(file)).toThrow(expect.objectContaining({ code: 'config.invalid' }));
    expect(() => loadDecryptor(path.join(folder, 'absent.pem'))).toThrow(expect.objectContaining({ code: 'config.invalid' }));
  });
});
