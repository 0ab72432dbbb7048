import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { makeArtefacts } from '../../../scripts/models/artefacts.ts';
import { type Manifest, readManifest, verifyModels } from '../../../src/recognition/manifest.ts';
import { modulesDir, root } from './networks.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'models-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

interface Run {
  readonly exitCode: number;
  readonly output: string;
}

/** Runs the build as a person does, into `dir`. */
function build(...options: readonly string[]): Promise<Run> {
  const script = join(root, 'scripts/models/build.ts');
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [script, '--out', dir, ...options], { timeout: 100_000 }, (_, stdout, stderr) => {
      resolve({ exitCode: child.exitCode ?? -1, output: stdout + stderr });
    });
  });
}

function writeManifest(manifest: Manifest): void {
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify(manifest));
}

/** The manifest with another threshold, as after a calibration. */
function calibrated(manifest: Manifest, threshold: number): Manifest {
  const networks = manifest.networks.map((network) =>
    network.calibration === undefined ? network : { ...network, calibration: { ...network.calibration, threshold } },
  );
  return { ...manifest, networks };
}

describe('building', () => {
  it('makes every file that its manifest lists', async () => {
    expect(await build()).toMatchObject({ exitCode: 0 });
    await expect(verifyModels(dir, readManifest(dir))).resolves.toBeUndefined();
  });

  it('makes the networks and hashes of the committed manifest', () => {
    const committed = readManifest(join(root, 'models'));
    expect(makeArtefacts(modulesDir, committed).manifest).toEqual(committed);
  });

  it('makes the same bytes each time', () => {
    const [first, second] = [makeArtefacts(modulesDir, null), makeArtefacts(modulesDir, null)];
    expect([...second.contents]).toEqual([...first.contents]);
  });

  it('leaves files alone that are already right', async () => {
    await build();
    const before = statSync(join(dir, 'mobilefacenet.onnx'));
    expect(await build()).toMatchObject({ exitCode: 0, output: expect.stringContaining('up to date') });
    expect(statSync(join(dir, 'mobilefacenet.onnx')).ino).toBe(before.ino);
  });

  it('replaces a file that is damaged', async () => {
    await build();
    writeFileSync(join(dir, 'mobilefacenet.onnx'), 'damaged');
    await build();
    await expect(verifyModels(dir, readManifest(dir))).resolves.toBeUndefined();
  });

  it('stops at a manifest that it cannot read instead of losing its calibration', async () => {
    writeFileSync(join(dir, 'manifest.json'), '{');
    expect(await build()).toMatchObject({ exitCode: 1, output: expect.stringContaining('manifest.json') });
    expect(readFileSync(join(dir, 'manifest.json'), 'utf8')).toBe('{');
  });
});

describe('a manifest that is already there', () => {
  it('keeps its calibration', () => {
    const { manifest } = makeArtefacts(modulesDir, null);
    const existing = calibrated(manifest, 0.61);
    expect(makeArtefacts(modulesDir, existing).manifest).toEqual(existing);
  });

  it('keeps a recogniser that the site put in place', () => {
    const { manifest } = makeArtefacts(modulesDir, null);
    const own = { ...manifest.networks[0], name: 'own', file: 'own.onnx' } as Manifest['networks'][number];
    const existing = { ...manifest, recogniser: 'own', networks: [...manifest.networks, own] };
    expect(makeArtefacts(modulesDir, existing).manifest).toEqual(existing);
  });
});

describe('--check', () => {
  it('passes when a build would leave the manifest as it is, and writes nothing', async () => {
    const { manifest } = makeArtefacts(modulesDir, null);
    writeManifest(calibrated(manifest, 0.61));
    expect(await build('--check')).toMatchObject({ exitCode: 0 });
    expect(() => statSync(join(dir, 'mobilefacenet.onnx'))).toThrow(/ENOENT/);
  });

  it('fails when a hash of the manifest is not what a build makes', async () => {
    const { manifest } = makeArtefacts(modulesDir, null);
    const networks = manifest.networks.map((network) => ({ ...network, sha256: '0'.repeat(64) }));
    writeManifest({ ...manifest, networks });
    expect(await build('--check')).toMatchObject({ exitCode: 1, output: expect.stringContaining('would change') });
  });

  it('fails when there is no manifest', async () => {
    expect(await build('--check')).toMatchObject({ exitCode: 1, output: expect.stringContaining('would change') });
  });
});
