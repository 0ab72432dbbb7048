import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { createPairMeasurer, type PairMeasurer } from '../../../../src/recognition/pair-measurer.ts';
import type { Picture } from '../../../../src/shared/vision/human-face.ts';
import { LivenessEvidence } from '../../../../src/shared/vision/liveness/evidence.ts';
import { decodeMesh } from '../../../../src/shared/vision/liveness/mesh.ts';

const root = resolve(import.meta.dirname, '../../../..');
const data = join(root, '../shared/data');
const human = join(root, 'models/human');
const absent = [join(data, 'webcam-dev'), join(data, 'nir-sample.jpg'), join(human, 'facemesh.json')].filter(
  (path) => !existsSync(path),
);
if (absent.length > 0) console.warn(`skipped: pairs on real pictures, for want of ${absent.join(' and ')}`);

async function read(file: string): Promise<Picture> {
  const image = sharp(readFileSync(file)).removeAlpha().toColourspace('srgb');
  const { data: pixels, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(pixels), width: info.width, height: info.height };
}

/** The picture without colour, `gain` times as bright, and everything `shift` px further left. */
function greyCopy({ data: pixels, width, height }: Picture, shift: number, gain = 1): Picture {
  const copy = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = 3 * (y * width + Math.min(width - 1, x + shift));
      const luma = 0.299 * (pixels[from] ?? 0) + 0.587 * (pixels[from + 1] ?? 0) + 0.114 * (pixels[from + 2] ?? 0);
      copy.fill(gain * luma, 3 * (y * width + x), 3 * (y * width + x) + 3);
    }
  }
  return { data: copy, width, height };
}

/** The sequence of a person, the first that there is. */
function frameOf(kind: 'live' | 'print', person: string): string {
  const folder = join(data, 'webcam-dev', kind, person);
  return join(folder, readdirSync(folder).sort()[0] ?? '', '010.jpg');
}

const middleOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** How far the points of both meshes lie apart across, px: the median. */
function medianShift(evidence: LivenessEvidence): number {
  const face = evidence.infrared?.face;
  if (!face) throw new Error('no face in the infrared picture');
  const [visible, infrared] = [decodeMesh(evidence.mesh), decodeMesh(face.mesh)];
  return middleOf(Array.from({ length: visible.length / 3 }, (_, i) => (visible[3 * i] ?? 0) - (infrared[3 * i] ?? 0)));
}

describe.skipIf(absent.length > 0)('pairs of real pictures', { timeout: 400_000 }, () => {
  let measurer: PairMeasurer;
  beforeAll(async () => {
    measurer = await createPairMeasurer(human);
  }, 400_000);

  it.each(['0001', '0005', '0008', '0011'])('a flat grey copy of %s is found where it lies', async (person) => {
    const visible = await read(frameOf('live', person));
    const measured = await measurer.measure(visible, greyCopy(visible, 20));
    if (!measured) throw new Error('no face in the visible picture');
    expect(LivenessEvidence.parse(measured.evidence)).toEqual(measured.evidence);
    expect(medianShift(measured.evidence)).toBeCloseTo(20, 0);
    // A head would have 0.2 and more.
    const surface = measured.evidence.infrared?.face?.surface;
    expect(Math.abs(surface?.across ?? Number.NaN)).toBeLessThan(0.03);
  });

  it('a dark infrared picture shows no face', async () => {
    const visible = await read(frameOf('live', '0001'));
    const measured = await measurer.measure(visible, greyCopy(visible, 20, 0.03));
    expect(measured?.evidence.infrared).toMatchObject({ face: null, reflectance: null });
    expect(measured?.evidence.infrared?.scene.brightness).toBeLessThan(10);
  });

  it('the same infrared picture twice has darker eyes and brows than skin, and dark ground', async () => {
    const picture = await read(join(data, 'nir-sample.jpg'));
    const measured = await measurer.measure(picture, picture);
    const infrared = measured?.evidence.infrared?.reflectance?.infrared;
    if (!measured || !infrared) throw new Error('no face');
    expect(measured.evidence.scene.colour).toBe(0);
    expect(Math.min(infrared.forehead, infrared.leftCheek, infrared.rightCheek)).toBeGreaterThan(
      1.2 * Math.max(infrared.leftEye, infrared.rightEye, infrared.leftBrow, infrared.rightBrow, infrared.ground),
    );
  });

  it('printed sheets have a border more often than living people', async () => {
    const borders = async (kind: 'live' | 'print'): Promise<readonly number[]> => {
      const values: number[] = [];
      for (const person of readdirSync(join(data, 'webcam-dev', kind)).sort()) {
        const measured = await measurer.measure(await read(frameOf(kind, person)), null, { wantsVotes: false });
        if (measured) values.push(measured.evidence.texture.border);
      }
      return values;
    };
    const [live, print] = [await borders('live'), await borders('print')];
    expect(print.filter((border) => border > 0.3).length).toBeGreaterThan(print.length / 2);
    expect(live.filter((border) => border > 0.3).length).toBeLessThan(live.length / 4);
  });

  it('an empty picture has nothing to measure', async () => {
    const empty: Picture = { data: new Uint8Array(640 * 480 * 3).fill(128), width: 640, height: 480 };
    expect(await measurer.measure(empty, empty)).toBeNull();
  });
});
