import { mkdirSync, mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  type Manifest,
  modelPath,
  networkOf,
  readManifest,
  recogniserOf,
  sha256Of,
  verifyModels,
} from '../../../src/recognition/manifest.ts';
import { root } from './networks.ts';

const contents = { 'own.onnx': Buffer.from('a network'), 'human/mesh.bin': Buffer.from('weights') };

function fileEntry(file: keyof typeof contents) {
  const source = { package: 'somewhere', version: '1.0.0', file };
  return { file, sha256: sha256Of(contents[file]), source, licence: 'MIT' };
}

const calibration = { threshold: 0.4, byGallery: [], margin: 0.1, marginDescription: 'lead', evidence: {} };
const network: Manifest['networks'][number] = {
  name: 'own',
  ...fileEntry('own.onnx'),
  input: { name: 'in', size: 112, channels: 'BGR', layout: 'NCHW', scaling: { subtract: 0, divide: 255 } },
  outputs: [{ name: 'out', length: 512 }],
  calibration,
};
const manifest: Manifest = { version: 1, recogniser: 'own', networks: [network], files: [fileEntry('human/mesh.bin')] };

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'models-'));
  mkdirSync(join(dir, 'human'));
  for (const [file, bytes] of Object.entries(contents)) writeFileSync(join(dir, file), bytes);
  write(manifest);
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

function write(value: unknown): void {
  writeFileSync(join(dir, 'manifest.json'), typeof value === 'string' ? value : JSON.stringify(value));
}

describe('a manifest', () => {
  it('is read as it was written', () => {
    expect(readManifest(dir)).toEqual(manifest);
  });

  it('leads to the file of a network', () => {
    expect(modelPath(dir, manifest, 'own')).toBe(join(dir, 'own.onnx'));
  });

  it('names the recogniser with its limits, whatever it is called', () => {
    expect(recogniserOf(readManifest(dir))).toMatchObject({ name: 'own', calibration });
  });

  it('has no network of a name that it does not list', () => {
    expect(() => networkOf(manifest, 'other')).toThrow(expect.objectContaining({ code: 'model.missing' }));
  });

  it('that is not there is a missing model, and the fault says how to build it', () => {
    unlinkSync(join(dir, 'manifest.json'));
    expect(() => readManifest(dir)).toThrow(
      expect.objectContaining({ code: 'model.missing', message: expect.stringMatching(/manifest\.json.*npm run models/) }),
    );
  });

  it.each<[string, unknown, RegExp]>([
    ['is no JSON', '{', /manifest\.json/],
    ['has an unknown key', { ...manifest, extra: 1 }, /extra/],
    ['is of another version', { ...manifest, version: 2 }, /version/],
    ['names a recogniser that it does not list', { ...manifest, recogniser: 'gone' }, /no network is called gone/],
    ['gives its recogniser no limits', { ...manifest, networks: [{ ...network, calibration: undefined }] }, /no calibration/],
    [
      'has a recogniser that takes no aligned crop',
      { ...manifest, networks: [{ ...network, input: { ...network.input, size: 160 } }] },
      /takes 160 px/,
    ],
    ['leads out of its directory', { ...manifest, networks: [{ ...network, file: '../own.onnx' }] }, /below the models/],
    ['names an absolute path', { ...manifest, networks: [{ ...network, file: '/own.onnx' }] }, /below the models/],
  ])('that %s is refused, saying so', (_, broken, message) => {
    write(broken);
    expect(() => readManifest(dir)).toThrow(
      expect.objectContaining({ code: 'model.failed', message: expect.stringMatching(message) }),
    );
  });
});

describe('verifying', () => {
  it('passes when every file is the one of the manifest', async () => {
    await expect(verifyModels(dir, manifest)).resolves.toBeUndefined();
  });

  it.each(Object.keys(contents))('reports %s as missing, and how to build it', async (file) => {
    unlinkSync(join(dir, file));
    await expect(verifyModels(dir, manifest)).rejects.toMatchObject({
      code: 'model.missing',
      message: expect.stringMatching(new RegExp(`${file}.*npm run models`)),
    });
  });

  it.each(Object.keys(contents))('reports %s as wrong when one bit of it differs, and how to build it', async (file) => {
    const bytes = Buffer.from(contents['own.onnx']);
    bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
    writeFileSync(join(dir, file), bytes);
    await expect(verifyModels(dir, manifest)).rejects.toMatchObject({
      code: 'model.hashWrong',
      message: expect.stringMatching(new RegExp(`${file}.*npm run models`)),
    });
  });

  it('reports a network that was cut short as wrong', async () => {
    writeFileSync(join(dir, 'own.onnx'), contents['own.onnx'].subarray(0, 3));
    await expect(verifyModels(dir, manifest)).rejects.toMatchObject({ code: 'model.hashWrong' });
  });
});

it('the committed manifest is one, and its recogniser is the repaired MobileFaceNet', () => {
  expect(recogniserOf(readManifest(join(root, 'models')))).toMatchObject({
    name: 'mobilefacenet',
    input: { name: 'img_inputs', size: 112, channels: 'RGB', layout: 'NHWC', scaling: { subtract: 127.5, divide: 128 } },
    outputs: [{ name: 'embeddings', length: 192 }],
  });
});
