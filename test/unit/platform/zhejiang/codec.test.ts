import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCodec, ownProtoFile } from '../../../../src/platform/zhejiang/codec.ts';

const codec = loadCodec(ownProtoFile());
const fields = {
  version: 'v1.0.0',
  sn: '1388186',
  token: 'T',
  apicode: 'C_SIGN_IN',
  timeStamp: '20210328031608',
  param: '{"name":"单雄信"}',
  sign: 'S',
};
/** Field and value as on the wire, strings only. */
const onWire = (...values: readonly [number, string][]) =>
  Buffer.concat(
    values.map(([field, value]) =>
      Buffer.concat([Buffer.from([(field << 3) | 2, Buffer.byteLength(value)]), Buffer.from(value)]),
    ),
  );

describe('messages', () => {
  test('field numbers are the 序号 of the tables', () => {
    const { version, sn, token, apicode, timeStamp, param, sign } = fields;
    expect(Buffer.from(codec.encode('C_SIGN_IN', fields))).toEqual(
      onWire([1, version], [2, sn], [3, token], [4, apicode], [5, timeStamp], [6, param], [7, sign]),
    );
    expect(Buffer.from(codec.encode('C_AUTH', { version, sn, apicode, accessId: 'I', accessKey: 'K', timeStamp, sign }))).toEqual(
      onWire([1, version], [2, sn], [3, apicode], [4, 'I'], [5, 'K'], [6, timeStamp], [7, sign]),
    );
  });

  test('a reply without success failed; unknown fields and wrong wire types are passed over', () => {
    const reply = Buffer.concat([onWire([1, 'v1.0.0'], [3, 'C_AUTH'], [9, 'new']), Buffer.from([0x28, 0x05])]);
    expect(codec.decodeReply(reply)).toEqual({ version: 'v1.0.0', success: false, apicode: 'C_AUTH', error: '', response: '' });
  });

  test('bytes that are no message are a coded fault', () => {
    for (const bytes of [[0x0a, 0x7f], [0x07], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0x00, 0x01]]) {
      expect(() => codec.decodeReply(new Uint8Array(bytes))).toThrow(expect.objectContaining({ code: 'platform.badFrame' }));
    }
  });

  test('another .proto gives other numbers, per message', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'proto-'));
    const file = path.join(folder, 'other.proto');
    writeFileSync(file, readFileSync(ownProtoFile(), 'utf8').replace('string sign = 7;', 'string sign = 9;'));
    const other = loadCodec(file);
    expect([...other.encode('C_AUTH', { sign: 'S' })]).toEqual([(9 << 3) | 2, 1, 83]);
    expect([...other.encode('C_SIGN_IN', { sign: 'S' })]).toEqual([(7 << 3) | 2, 1, 83]);
    rmSync(folder, { recursive: true });
  });

  test('a .proto that is absent or lacks a message is refused at once', () => {
    expect(() => loadCodec('absent.proto')).toThrow(expect.objectContaining({ code: 'config.invalid' }));
  });
});

const protoc = '/usr/bin/protoc';
describe.skipIf(!existsSync(protoc))(`against ${protoc} (skipped where protobuf-compiler is not installed)`, () => {
  const run = (mode: string, type: string, input: Uint8Array | string) => {
    const file = ownProtoFile();
    const { stdout, stderr, status } = spawnSync(
      protoc,
      [`--${mode}=zhejiang.${type}`, `--proto_path=${path.dirname(file)}`, path.basename(file)],
      { input },
    );
    expect([status, String(stderr)]).toEqual([0, '']);
    return stdout;
  };

  test('protoc reads every field of a command', () => {
    const text = String(run('decode', 'C_SIGN_IN', codec.encode('C_SIGN_IN', fields)));
    expect(
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => line.split(':')[0]),
    ).toEqual(Object.keys(fields));
    expect(text).toContain('timeStamp: "20210328031608"');
  });

  test("protoc's reply is read", () => {
    const bytes = run('encode', 'Reply', 'version: "v1.0.0" success: true apicode: "C_AUTH" response: "{\\"token\\":\\"单\\"}"');
    expect(codec.decodeReply(bytes)).toEqual({
      version: 'v1.0.0',
      success: true,
      apicode: 'C_AUTH',
      error: '',
      response: '{"token":"单"}',
    });
  });
});
