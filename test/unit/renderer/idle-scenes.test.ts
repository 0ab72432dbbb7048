import { expect, it } from 'vitest';
import { IdleScenes } from '../../../renderer/vision/idle-scenes.ts';
import { painted } from '../vision/liveness/pictures.ts';

const grey = painted(64, 48, () => 90);
const stripes = painted(64, 48, (x) => (x % 2 === 0 ? 20 : 200));

it('measures both pictures about once a second, whatever the rate of frames', () => {
  const scenes = new IdleScenes();
  const looks = Array.from({ length: 31 }, (_, frame) => scenes.measure(grey, stripes, 5_000 + 100 * frame));
  expect(looks.flatMap((look, frame) => (look === null ? [] : [frame]))).toEqual([0, 10, 20, 30]);
  expect(looks[0]?.visible).toMatchObject({
    brightness: expect.closeTo(90, 1) as number,
    contrast: expect.closeTo(0, 1) as number,
  });
  expect(looks[0]?.infrared?.contrast).toBeGreaterThan(50);
});

it('does without an infrared picture', () => {
  expect(new IdleScenes().measure(grey, null, 0)).toMatchObject({ infrared: null });
});
