import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { DebugLogger } from 'builder-util';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const readConfig = () => getConfig(root, join(root, 'electron-builder.yml'), null);
const validate = (config: Awaited<ReturnType<typeof readConfig>>) => validateConfiguration(config, new DebugLogger(false));

describe('electron-builder.yml', () => {
  it('passes electron-builder’s own validation', async () => {
    await expect(validate(await readConfig())).resolves.toBeUndefined();
  });

  it('would not pass with a key that electron-builder does not know', async () => {
    await expect(validate(Object.assign(await readConfig(), { asarUnpak: [] }))).rejects.toThrow(/asarUnpak/);
  });

  it('names the version of Electron that is installed', async () => {
    const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8'));
    expect((await readConfig()).electronVersion).toBe(version);
  });

  it('packs for both kinds of machine, and unpacks what the system itself has to load', async () => {
    const config = await readConfig();
    expect(config.linux?.target).toEqual(['dir', 'deb', 'AppImage'].map((target) => ({ target, arch: ['x64', 'arm64'] })));
    expect(config.asarUnpack).toEqual(expect.arrayContaining(['**/*.node', '**/*.{so,so.*}']));
    for (const folder of ['models', 'native/gpio/prebuilds'])
      expect(config.extraResources).toContainEqual(expect.objectContaining({ from: folder, to: folder }));
  });
});
