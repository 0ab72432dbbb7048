import { describe, expect, it } from 'vitest';
import { MESH_INPUT_SIDE, MESH_POINTS } from '../../../../src/shared/vision/human-face.ts';
import { matchMesh } from '../../../../src/shared/vision/liveness/match-mesh.ts';

const side = MESH_INPUT_SIDE;
const square = { centre: { x: 100, y: 80 }, side, angle: 0 };
/** Smooth and nowhere alike. */
const pattern = (x: number, y: number): number =>
  0.5 + 0.2 * Math.sin(x / 3.1) * Math.cos(y / 4.3) + 0.15 * Math.sin((x + 2 * y) / 7.7) + 0.1 * Math.cos((x * y) / 900);

const picture = (dx: (x: number, y: number) => number): Float32Array =>
  Float32Array.from({ length: side * side }, (_, i) =>
    pattern((i % side) + dx(i % side, Math.floor(i / side)), Math.floor(i / side)),
  );

/** Points all over the middle of the square, in px of the picture that it was cut from. */
const mesh = Float32Array.from({ length: 3 * MESH_POINTS }, (_, i) => {
  const point = Math.floor(i / 3);
  if (i % 3 === 0) return 50 + (point % 22) * 4.7;
  return i % 3 === 1 ? 30 + Math.floor(point / 22) * 4.6 : 0;
});

const shifts = (found: Float32Array | null): number[] =>
  Array.from({ length: MESH_POINTS }, (_, i) => (mesh[3 * i] ?? 0) - (found?.[3 * i] ?? Infinity));

describe('the points of a mesh in another picture', () => {
  it('are found to a quarter of a pixel where everything moved alike', () => {
    for (const shift of shifts(
      matchMesh(
        mesh,
        picture(() => 0),
        square,
        picture(() => 3.4),
        square,
      ),
    )) {
      expect(Math.abs(shift - 3.4)).toBeLessThan(0.25);
    }
  });

  it('move more where the picture moved more', () => {
    const found = matchMesh(
      mesh,
      picture(() => 0),
      square,
      picture((x) => 2 + 0.02 * (x - 96)),
      square,
    );
    const [left, right] = [shifts(found)[2] ?? 0, shifts(found)[19] ?? 0];
    expect(right - left).toBeGreaterThan(1);
    expect(right - left).toBeLessThan(2.2);
  });

  it('are not made up where the other picture shows nothing, or something else', () => {
    expect(
      matchMesh(
        mesh,
        picture(() => 0),
        square,
        new Float32Array(side * side).fill(0.4),
        square,
      ),
    ).toBeNull();
    const other = Float32Array.from({ length: side * side }, (_, i) => ((i * 7919) % 251) / 251);
    expect(
      matchMesh(
        mesh,
        picture(() => 0),
        square,
        other,
        square,
      ),
    ).toBeNull();
  });
});
