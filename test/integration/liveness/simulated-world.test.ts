import { describe, expect, it } from 'vitest';
import type { LivenessEvidence } from '../../../src/shared/vision/liveness/evidence.ts';
import { decodeMesh, encodeMesh } from '../../../src/shared/vision/liveness/mesh.ts';
import { MESH_POINTS } from '../../../src/shared/vision/human-face.ts';
import { chanceFor, halfOf } from '../../simulation/chance.ts';
import { headShape } from '../../simulation/head-shape.ts';
import { kinds, type Kind } from '../../simulation/kinds.ts';
import { withNoise, type Noise } from '../../simulation/landmark-noise.ts';
import { pairTrack, prepare } from '../../simulation/pair-track.ts';
import { head } from '../../simulation/parameters.ts';
import { placingOf } from '../../simulation/placing.ts';
import { planeOf } from '../../simulation/plane.ts';
import type { Anchors, Source } from '../../simulation/source.ts';

/** A face 140 px wide in the middle of 480 × 480. */
const anchors: Anchors = {
  points: [
    { x: 208, y: 210 },
    { x: 272, y: 210 },
    { x: 240, y: 245 },
    { x: 215, y: 278 },
    { x: 265, y: 278 },
  ],
  box: { x: 170, y: 150, width: 140, height: 180 },
};

function nobody(): Source {
  const colours = [0.8, 0.6, 0.5].map((value, channel) => {
    const plane = planeOf(480, 480);
    plane.data.forEach((_, at) => (plane.data[at] = value + 0.1 * Math.sin((at % 480) / (5 + channel)) * Math.sin(at / 480 / 7)));
    return plane;
  });
  return { colours, frame: { x: 0, y: 0, width: 480, height: 480 }, anchors };
}

const size = { width: 640, height: 360, focalPx: 457 };

function lookOnce(kind: Kind, seed: string) {
  const { visible, infrared } = pairTrack(prepare(nobody(), kind, seed), { kind, distanceM: 0.5, seed, size }).look(0);
  const mean = ({ data }: { readonly data: Uint8Array | Uint8ClampedArray }): number => {
    let sum = 0;
    for (let y = 150; y < 210; y++) for (let x = 270; x < 340; x++) sum += data[4 * (y * size.width + x)] ?? 0;
    return sum / (60 * 70);
  };
  return {
    visible: visible.data.slice(),
    infrared: infrared.data.slice(),
    visibleMean: mean(visible),
    infraredMean: mean(infrared),
  };
}

describe('the simulated world', () => {
  it('splits people into halves by their names alone', () => {
    const names = Array.from({ length: 1_000 }, (_, i) => `person ${String(i)}`);
    const held = names.filter((name) => halfOf(name) === 'held-out');
    expect(held.length).toBeGreaterThan(430);
    expect(held.length).toBeLessThan(570);
    expect(names.filter((name) => halfOf(name) === 'held-out')).toEqual(held);
  });

  it('gives everybody a nose before the cheeks and ears behind them, of a depth of his own', () => {
    const placing = placingOf(anchors, head.faceWidthMm);
    const noses = Array.from({ length: 40 }, (_, i) => {
      const { reliefAt } = headShape(placing, chanceFor('nose', i));
      const nose = reliefAt(placing.nose.x, placing.nose.y);
      const cheek = reliefAt(placing.nose.x + 30, placing.nose.y);
      const ear = reliefAt(72, placing.nose.y - 15);
      expect(cheek).toBeGreaterThan(ear);
      return nose - cheek;
    });
    expect(Math.min(...noses)).toBeGreaterThan(8);
    expect(Math.max(...noses)).toBeLessThan(45);
    expect(Math.max(...noses) - Math.min(...noses)).toBeGreaterThan(8);
  });

  it('shows the same person the same way twice, and another one another way', () => {
    expect(lookOnce('live', 'a').infrared).toEqual(lookOnce('live', 'a').infrared);
    expect(lookOnce('live', 'a').infrared).not.toEqual(lookOnce('live', 'b').infrared);
  });

  it.for(kinds)('lights all but a screen in infrared (%s)', (kind) => {
    const { visibleMean, infraredMean } = lookOnce(kind, 'lit');
    expect(visibleMean).toBeGreaterThan(60);
    if (kind === 'screen') expect(infraredMean).toBeLessThan(40);
    else expect(infraredMean).toBeGreaterThan(60);
  });

  describe('landmark noise', () => {
    const mesh = Float32Array.from({ length: 3 * MESH_POINTS }, (_, i) =>
      i % 3 === 0 ? 400 + ((i / 3) % 20) * 7 : 300 + ((i / 60) | 0) * 7,
    );
    const evidence: LivenessEvidence = {
      mesh: encodeMesh(mesh),
      scene: { brightness: 100, contrast: 40, colour: 20, fingerprint: 1 },
      texture: { periodicity: 0, border: 0 },
      votes: null,
      infrared: null,
    };
    const shifts = (noise: Noise, round: number): readonly number[] => {
      const moved = decodeMesh(withNoise(evidence, noise, 140, chanceFor('noise', noise, round)).mesh);
      return Array.from({ length: MESH_POINTS }, (_, i) => (moved[3 * i] ?? 0) - (mesh[3 * i] ?? 0));
    };

    it.for(['independent', 'correlated'] as const)('has a standard deviation of 1 px (%s)', (noise) => {
      const all = Array.from({ length: 40 }, (_, round) => shifts(noise, round)).flat();
      const deviation = Math.sqrt(all.reduce((sum, value) => sum + value * value, 0) / all.length);
      expect(deviation).toBeGreaterThan(0.9);
      expect(deviation).toBeLessThan(1.1);
    });

    it('moves neighbours together only when it is correlated', () => {
      const correlation = (noise: Noise): number => {
        const pairs = Array.from({ length: 40 }, (_, round) => shifts(noise, round)).flatMap((all) =>
          all.flatMap((value, i) => (i % 20 === 19 ? [] : [value * (all[i + 1] ?? 0)])),
        );
        return pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
      };
      expect(correlation('independent')).toBeLessThan(0.1);
      expect(correlation('correlated')).toBeGreaterThan(0.7);
    });
  });
});
