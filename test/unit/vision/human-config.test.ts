import { expect, it } from 'vitest';
import { humanConfig } from '../../../src/shared/vision/human-config.ts';

const config = humanConfig({ modelBasePath: 'http://models.invalid/', wasmPath: '/wasm/' });

it('Human never reuses what it saw in the frame before', () => {
  expect(config.cacheSensitivity).toBe(0);
  expect(config.face.detector.skipFrames).toBe(0);
  expect(config.face.detector.skipTime).toBe(0);
});

it('Human loads nothing from elsewhere and runs no network but detector and mesh', () => {
  expect(config.modelBasePath).toBe('http://models.invalid/');
  expect(config.wasmPath).toBe('/wasm/');
  const { detector, mesh, enabled, ...others } = config.face;
  expect(enabled && mesh.enabled && detector.rotation).toBe(true);
  const rest = [
    ...Object.values(others),
    config.body,
    config.hand,
    config.object,
    config.gesture,
    config.segmentation,
    config.filter,
  ];
  expect(rest.filter((part) => part.enabled)).toEqual([]);
});
