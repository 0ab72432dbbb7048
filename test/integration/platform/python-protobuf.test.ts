import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCodec, ownProtoFile, type CommandCode, type WireReply } from '../../../src/platform/zhejiang/codec.ts';
import { encodeFrame, FrameDecoder } from '../../../src/platform/zhejiang/framing.ts';

const protoc = '/usr/bin/protoc';
/** The system's Python: where Debian puts python3-protobuf. */
const python = '/usr/bin/python3';
// The one in pure Python shares nothing with protoc, which reads the same frames in another test.
const env = { ...process.env, PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION: 'python' };
const script = path.join(import.meta.dirname, 'python-protobuf.py');
const isHere = existsSync(protoc) && spawnSync(python, ['-c', 'import google.protobuf'], { env }).status === 0;
if (!isHere) process.stderr.write('protobuf-compiler or python3-protobuf is not here: frames are not checked with Python\n');

const codec = loadCodec(ownProtoFile());
const common = { version: 'v1.0.0', sn: '1388186', timeStamp: '20210328031608', sign: '0123456789abcdef' };
/** Lengths of messages on both sides of each border of the varint before them. */
const borders = [127, 128, 16_383, 16_384, 2_097_151, 2_097_152];

/** A text that as a field makes a message so long, beside `otherBytes` of other fields. */
function filling(messageBytes: number, otherBytes: number): string {
  // The field's own number takes a byte, its length one to four.
  const length = [1, 2, 3, 4].map((bytes) => [bytes, messageBytes - otherBytes - 1 - bytes] as const);
  const bytes = length.find(([bytes, rest]) => rest < 2 ** (7 * bytes))?.[1] ?? 0;
  return '单'.repeat(bytes / 3) + 'x'.repeat(bytes % 3);
}

describe.skipIf(!isHere)('the frames of Zhejiang against python3-protobuf (skipped where it is not installed)', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'python-protobuf-'));
    const file = ownProtoFile();
    const args = [`--python_out=${folder}`, `--proto_path=${path.dirname(file)}`, path.basename(file)];
    const { status, stderr } = spawnSync(protoc, args);
    expect([status, String(stderr)]).toEqual([0, '']);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (args: readonly string[], input: Uint8Array | string): Buffer => {
    const { stdout, stderr, status } = spawnSync(python, [script, folder, ...args], { input, env, maxBuffer: 64 * 2 ** 20 });
    expect([status, String(stderr)]).toEqual([0, '']);
    return stdout;
  };

  test('Python reads every field of what the terminal sends, wherever its length ends, and would write the same bytes', () => {
    const signIn = { ...common, token: 'T', apicode: 'C_SIGN_IN', param: '' };
    const otherBytes = codec.encode('C_SIGN_IN', signIn).length;
    const sent: readonly (readonly [CommandCode, Readonly<Record<string, string>>])[] = [
      ['C_AUTH', { ...common, apicode: 'C_AUTH', accessId: 'id', accessKey: '钥匙' }],
      ['C_HEARTBEAT', { ...common, token: 'T', apicode: 'C_HEARTBEAT', param: '{"deviceIp":"127.0.0.1"}' }],
      ['C_SIGN_IN', signIn],
      ...borders.map((bytes) => ['C_SIGN_IN', { ...signIn, param: filling(bytes, otherBytes) }] as const),
    ];
    const messages = sent.map(([apicode, fields]) => codec.encode(apicode, fields));
    expect(messages.slice(3).map(({ length }) => length)).toEqual(borders);
    const names = sent.map(([apicode]) => apicode);
    const told = JSON.parse(String(run(['read', ...names], Buffer.concat(messages.map((message) => encodeFrame(message))))));
    expect(told).toEqual(sent.map(([, fields], index) => ({ fields, hex: Buffer.from(messages[index] ?? []).toString('hex') })));
  });

  test('the terminal reads what Python sends, in pieces of any size', () => {
    const replies: readonly WireReply[] = [
      { version: 'v1.0.0', success: true, apicode: 'C_AUTH', error: '', response: '{"token":"令牌"}' },
      { version: 'v1.0.0', success: false, apicode: 'C_SIGN_IN', error: '{"code":"400_05"}', response: '' },
      // `success` takes two bytes, `apicode` three.
      ...borders.map((bytes) => ({ version: '', success: true, apicode: 'T', error: '', response: filling(bytes, 5) })),
    ];
    const stream = run(['write', 'Reply'], JSON.stringify(replies));
    for (const pieceBytes of [1_000, 7_919, stream.length]) {
      const decoder = new FrameDecoder();
      const read: WireReply[] = [];
      const lengths: number[] = [];
      for (let at = 0; at < stream.length; at += pieceBytes)
        for (const message of decoder.push(stream.subarray(at, at + pieceBytes))) {
          read.push(codec.decodeReply(message));
          lengths.push(message.length);
        }
      expect(read).toEqual(replies);
      expect(lengths.slice(2)).toEqual(borders);
      expect(decoder.pendingBytes).toBe(0);
    }
  });
});
