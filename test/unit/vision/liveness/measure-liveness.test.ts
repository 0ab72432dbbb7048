import { beforeEach, describe, expect, it } from 'vitest';
import type { Picture, Point } from '../../../../src/shared/vision/human-face.ts';
import { FACE_WIDTH_MM, uncalibrated } from '../../../../src/shared/vision/liveness/calibration.ts';
import { LivenessEvidence } from '../../../../src/shared/vision/liveness/evidence.ts';
import { middleOf } from '../../../../src/shared/vision/liveness/face-square.ts';
import { measureLiveness, type PairedFrames } from '../../../../src/shared/vision/liveness/measure-liveness.ts';
import { decodeMesh } from '../../../../src/shared/vision/liveness/mesh.ts';
import { humanFace, SPOT_FACE, SpotNetworks, spotPicture } from './pictures.ts';

const at = { x: 340.5, y: 250.5 };
/** Where two equal cameras, 40 mm apart, see the spot. */
const expected: Point = { x: at.x - (40 / FACE_WIDTH_MM) * SPOT_FACE, y: at.y };
const flat = { texture: { periodicity: 1, border: 0.25 } };
let networks: SpotNetworks;

beforeEach(() => {
  networks = new SpotNetworks();
});

const measure = (infrared: Picture | null, more: Partial<PairedFrames> = {}) =>
  measureLiveness(
    {
      visible: spotPicture(at),
      face: humanFace(at),
      scale: 1,
      infrared: infrared && { picture: infrared, apartMs: -12 },
      calibration: uncalibrated(40),
      before: null,
      isThorough: false,
      ...more,
    },
    networks,
  );

describe('the visible half', () => {
  it('is measured without an infrared frame', async () => {
    const { evidence, offset } = await measure(null);
    expect(LivenessEvidence.parse(evidence)).toEqual(evidence);
    expect([evidence.infrared, evidence.votes, offset]).toEqual([null, null, null]);
    const middle = middleOf(decodeMesh(evidence.mesh));
    expect(Math.hypot(middle.x - at.x, middle.y - at.y)).toBeLessThan(1);
  });

  it('has the networks’ votes only when they are asked for', async () => {
    expect((await measure(null, { isThorough: true })).evidence.votes).toEqual({ real: 0.6, live: 0.7 });
    await measure(null);
    expect(networks.voted).toBe(1);
  });

  it('keeps the texture of the frame before until it is to be measured anew', async () => {
    const before = { ...flat, offset: null };
    expect((await measure(null, { before })).evidence.texture).toEqual(flat.texture);
    expect((await measure(null, { before, isThorough: true })).evidence.texture.border).toBe(0);
  });

  it('is found in a picture that was made smaller for the detector', async () => {
    const { evidence } = await measure(null, { face: humanFace({ x: at.x / 2, y: at.y / 2 }, SPOT_FACE / 2), scale: 0.5 });
    expect(middleOf(decodeMesh(evidence.mesh)).x).toBeCloseTo(at.x, 0);
  });
});

describe('the infrared half', () => {
  const seen = async (spot: Point | null, more: Partial<PairedFrames> = {}) => {
    const { evidence, offset } = await measure(spotPicture(spot), more);
    return { infrared: evidence.infrared, offset };
  };

  it('is searched by the detector at first and where the face was afterwards', async () => {
    const near = { x: expected.x + 9, y: expected.y - 4 };
    const first = await seen(near);
    expect(first.infrared).toMatchObject({ apartMs: -12, width: 640, height: 480 });
    const mesh = decodeMesh(first.infrared?.face?.mesh ?? new Uint8Array());
    expect(middleOf(mesh).x).toBeCloseTo(near.x, 0);
    expect(first.offset?.x).toBeCloseTo(9, 0);
    expect(first.offset?.y).toBeCloseTo(-4, 0);
    expect(networks.finds).toBe(1);
    await seen(near, { before: { ...flat, offset: first.offset } });
    expect(networks.finds).toBe(1);
  });

  it('is searched anew when the face is not where it was', async () => {
    const { infrared } = await seen(expected, { before: { ...flat, offset: { x: 200, y: 150 } } });
    expect(networks.finds).toBe(1);
    expect(infrared?.face).not.toBeNull();
  });

  it('has no face when nothing is to be seen, and its scene all the same', async () => {
    const { infrared, offset } = await seen(null);
    expect([infrared?.face, infrared?.reflectance, offset]).toEqual([null, null, null]);
    expect(infrared?.scene.brightness).toBeCloseTo(200, 0);
  });

  it('has no face when the only one stands elsewhere', async () => {
    expect((await seen({ x: expected.x + 180, y: expected.y })).infrared?.face).toBeNull();
    expect((await seen({ x: expected.x, y: expected.y + 180 })).infrared?.face).toBeNull();
  });

  it('has no face when the only one is of another size', async () => {
    networks.width = 128;
    const original = networks.mesh.bind(networks);
    let calls = 0;
    networks.mesh = (square) => {
      // The first look is at the visible picture.
      networks.width = ++calls > 1 ? 70 : 128;
      return original(square);
    };
    expect((await seen(expected)).infrared?.face).toBeNull();
  });

  it('lies where the calibration says', async () => {
    const calibration = { scale: 1, shiftX: 0.2, shiftY: -0.1, slope: 0, error: 0.002, learnedAtMs: 1 };
    const there = { x: at.x + 0.2 * 640, y: at.y - 0.1 * 640 };
    expect((await seen(there, { calibration })).infrared?.face).not.toBeNull();
    expect((await seen(expected, { calibration })).infrared?.face).toBeNull();
  });
});
