import { expect, it } from 'vitest';
import { measureScene } from '../../../../src/shared/vision/liveness/scene.ts';
import { painted, randomNumbers } from './pictures.ts';

it('measures brightness and contrast', () => {
  const scene = measureScene(painted(320, 240, (x) => (x < 160 ? 50 : 150)));
  expect(scene.brightness).toBeCloseTo(100, 0);
  expect(scene.contrast).toBeCloseTo(50, 0);
});

it('an evenly tinted grey picture has no colour, a coloured one has', () => {
  const tint = painted(320, 240, (x) => [x / 2 + 40, x / 2 + 20, x / 2]);
  const coloured = painted(320, 240, (x) => (x < 160 ? [200, 80, 60] : [60, 120, 200]));
  expect(measureScene(tint).colour).toBeLessThan(2);
  expect(measureScene(coloured).colour).toBeGreaterThan(40);
});

it('two pictures of a sensor with its noise have different fingerprints, the same picture has one', () => {
  const random = randomNumbers(3);
  const first = painted(640, 480, () => 100 + 2 * random());
  const second = painted(640, 480, () => 100 + 2 * random());
  expect(measureScene(first).fingerprint).toBe(measureScene({ ...first }).fingerprint);
  expect(measureScene(first).fingerprint).not.toBe(measureScene(second).fingerprint);
});

it('a picture of 1920×1080 is measured from a part of its pixels spread over all of it', () => {
  const scene = measureScene(painted(1920, 1080, (_, y) => (y < 540 ? 0 : 200)));
  expect(scene.brightness).toBeGreaterThan(95);
  expect(scene.brightness).toBeLessThan(105);
});
