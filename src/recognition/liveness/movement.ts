import type { Mesh } from '../../shared/vision/liveness/mesh.ts';
import type { CueVote } from './cue.ts';
import { shapeOf, shiftBetween, slopesOn } from './disparity.ts';
import { movement } from './parameters.ts';
import type { FaceSample, History } from './sample.ts';
import { clamp, median, normal } from './statistics.ts';
import { inner, without } from './surface-fit.ts';
import { vote } from './vote.ts';

/** Corners of the eye, then the middles of its lids. */
const eyes = [
  [33, 133, 159, 145],
  [362, 263, 386, 374],
] as const;

function distance(mesh: Mesh, a: number, b: number): number {
  return Math.hypot((mesh[3 * a] ?? 0) - (mesh[3 * b] ?? 0), (mesh[3 * a + 1] ?? 0) - (mesh[3 * b + 1] ?? 0));
}

/** Height ÷ breadth of the eye that is further open: about 0.3 open, 0.1 shut. */
export function eyeOpening(mesh: Mesh): number {
  return Math.max(...eyes.map(([left, right, upper, lower]) => distance(mesh, upper, lower) / distance(mesh, left, right)));
}

/** Were both eyes shut for a moment, and open before and after it? */
export function hasBlinked(history: History): boolean {
  const openings = history.map(({ mesh }) => eyeOpening(mesh));
  const usual = median(openings);
  const isOpen = (opening: number | undefined): boolean =>
    opening !== undefined && opening > 0.5 * (1 + movement.blinkShare) * usual;
  return openings.some((opening, i) => {
    if (opening >= movement.blinkShare * usual) return false;
    const after = openings.findIndex((later, j) => j > i && isOpen(later));
    const before = openings.findLastIndex((earlier, j) => j < i && isOpen(earlier));
    const [first, last] = [history[before], history[after]];
    return first !== undefined && last !== undefined && last.atMs - first.atMs <= movement.blinkMs + 2 * usualGapMs(history);
  });
}

const usualGapMs = (history: History): number =>
  median(history.slice(1).map((sample, i) => sample.atMs - (history[i]?.atMs ?? sample.atMs)));

/** The two frames between which the head turned or nodded most. */
function widestTurn(history: History, angle: 'yawDeg' | 'pitchDeg'): readonly [FaceSample, FaceSample] | null {
  const sorted = history.toSorted((a, b) => a.measures[angle] - b.measures[angle]);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last || last.measures[angle] - first.measures[angle] < movement.leastTurnDeg) return null;
  return [first, last];
}

/** Do near points run ahead of far ones when the head turns, as on a solid thing? Bounded log-likelihood ratio, 0 without a turn. */
function parallaxScore(history: History): number {
  const angles = [
    ['yawDeg', 0, 1],
    ['pitchDeg', 1, -1],
  ] as const;
  const scores = angles.flatMap(([angle, axis, sign]) => {
    const turn = widestTurn(history, angle);
    if (turn === null) return [];
    const [from, to] = turn;
    const facePx = from.measures.box.width;
    const { bend } = slopesOn(shapeOf(from.mesh, facePx), shiftBetween(to.mesh, from.mesh, axis, facePx));
    const turned = Math.sin(((to.measures[angle] - from.measures[angle]) * Math.PI) / 180);
    const ratio = (sign * bend) / turned;
    const { solid, flat } = movement;
    return [Math.log((normal(ratio, solid.centre, solid.spread) + 0.01) / (normal(ratio, flat.centre, flat.spread) + 0.01))];
  });
  return scores.length === 0 ? 0 : clamp(Math.max(...scores), -movement.turnBound, movement.turnBound);
}

/** What is left of the motion from a frame to each of the others when the best affine map is taken out; root mean square, face widths. */
export function pliancies(from: FaceSample, others: History): readonly number[] {
  const facePx = from.measures.box.width;
  const { plane, weights, independent } = shapeOf(from.mesh, facePx);
  return others.map((to) => {
    const squares = ([0, 1] as const).map((axis) => {
      const rest = without(shiftBetween(to.mesh, from.mesh, axis, facePx), plane, weights);
      return inner(rest, rest, weights);
    });
    return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / independent);
  });
}

/** Largest move of the face's box between any frame and the first, face widths. */
function sway(history: History): number {
  const [first] = history;
  if (!first) return 0;
  const { box } = first.measures;
  return (
    Math.max(
      ...history.map(({ measures }) =>
        Math.hypot(measures.box.x - box.x, measures.box.y - box.y, measures.box.width - box.width),
      ),
    ) / box.width
  );
}

/** Does the mesh move as a solid, pliant, living thing does? A film of a living person does too: it never decides alone. */
export function movementVote(history: History): CueVote {
  const [first, last] = [history[0], history.at(-1)];
  if (!first || !last || history.length < 3) return vote('movement', 0, 'tooFewFrames');
  const isStiff = last.atMs - first.atMs >= movement.stiffMs && sway(history) < movement.stiff;
  if (isStiff) return vote('movement', movement.stiffScore, 'stiff', 'copy');
  const parallax = parallaxScore(history);
  const isBlinking = hasBlinked(history);
  const isPliant = median(pliancies(first, history.slice(1))) > movement.pliant;
  const score = parallax + (isBlinking ? movement.blink : 0) + (isPliant ? movement.pliantScore : 0);
  if (score < 0) return vote('movement', Math.max(score, -movement.turnBound), 'flat', 'print');
  const reason = isBlinking ? 'blinked' : parallax > 0 ? 'solid' : isPliant ? 'pliant' : 'still';
  return vote('movement', Math.min(score, movement.most), reason);
}
