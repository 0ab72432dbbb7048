import { analyseFace, type AnalysedFace } from '../shared/vision/analyse-face.ts';
import { faceBox } from '../shared/vision/face-points.ts';
import type { Box, HumanFace, Picture } from '../shared/vision/human-face.ts';
import { cutOffShare } from './cut-off.ts';
import { eyeLight } from './eye-light.ts';
import type { FaceFinder } from './human-node.ts';
import { decodePhotograph, portrait, turnedRound, viewOf, type View } from './photograph-picture.ts';
import { explainDoubt, judgePhotograph, rivalShare, type PhotographResult, type Strictness } from './photograph.ts';

/** Share of the longer side put round the photograph; the detector misses faces that fill the picture. */
const BORDER = 0.5;
/** A face wider than this share of the picture is looked at again with a border. */
const FILLS_FROM = 0.45;
/** From this share on, seen with a border, it would be looked at again for certain. */
const SURELY_FILLS_FROM = 0.5;
/** Certainty from which on something is a face, however bad. */
const DOUBTFUL = 0.1;

/** 1 for a face in the middle of the photograph, falling to a half in its corners. */
function centrality({ x, y, width, height }: Box, photograph: Picture): number {
  const dx = (x + width / 2) / photograph.width - 0.5;
  const dy = (y + height / 2) / photograph.height - 0.5;
  return 1 - Math.min(1, Math.hypot(dx, dy) / Math.SQRT1_2) / 2;
}

/** A large face in the middle is the one that the photograph is of. */
const prominence = (box: Box, photograph: Picture): number => box.width * centrality(box, photograph);

/** A face in a view of the photograph, not yet cut out. */
interface FoundFace {
  readonly face: HumanFace;
  readonly view: View;
  /** Px of the photograph. */
  readonly box: Box;
}

function foundIn(view: View, face: HumanFace): FoundFace | null {
  const box = faceBox(face);
  if (!box) return null;
  const { scale, left, top } = view;
  const inPhotograph = { x: box.x / scale - left, y: box.y / scale - top, width: box.width / scale, height: box.height / scale };
  return { face, view, box: inPhotograph };
}

/** Cut out and measured in px of the photograph. */
function cutOut({ face, view, box }: FoundFace): AnalysedFace | null {
  const analysed = analyseFace(face, view.padded, view.scale);
  return analysed && { ...analysed, measures: { ...analysed.measures, box } };
}

/** Every face that is seen with `border`, most prominent first. */
async function facesWith(border: number, photograph: Picture, finder: FaceFinder, least?: number): Promise<readonly FoundFace[]> {
  const view = await viewOf(photograph, border);
  return (await finder.find(view.picture, least))
    .flatMap((face) => foundIn(view, face) ?? [])
    .toSorted((a, b) => prominence(b.box, photograph) - prominence(a.box, photograph));
}

/** What the photographs before were like: those of one sender are much alike. It decides how often is looked, not what is seen. */
export interface Habit {
  doFacesFill: boolean;
}

/** Every face of `photograph`, most prominent first: seen as it is when the face leaves room round it, else with a border. */
async function facesOf(photograph: Picture, finder: FaceFinder, habit: Habit, least?: number): Promise<readonly FoundFace[]> {
  const share = ([first]: readonly FoundFace[]) => (first ? first.box.width / photograph.width : 0);
  const early = habit.doFacesFill ? await facesWith(BORDER, photograph, finder, least) : null;
  if (early && share(early) >= SURELY_FILLS_FROM) return early;
  const plain = await facesWith(0, photograph, finder, least);
  if (plain.length > 0) habit.doFacesFill = share(plain) >= FILLS_FROM;
  if (plain.length > 0 && share(plain) < FILLS_FROM) return plain;
  const bordered = early ?? (await facesWith(BORDER, photograph, finder, least));
  return bordered.length > 0 ? bordered : plain;
}

/**
 * A face of which the detector is this sure stands upright. Of 864 photographs of the develop half 38 are below, of the
 * same turned round 686 of the 715 in which it sees a face.
 */
const SURELY_UPRIGHT = 0.8;
/** It must be surer by this of the picture turned round: it is of 674 of those 715, and of none of the 864. */
const SURER_BY = 0.05;

/** A photograph and its faces, most prominent first. */
interface Seen {
  readonly photograph: Picture;
  readonly faces: readonly FoundFace[];
}

/**
 * The right way up. A camera or scanner that does not say how it was held gives pictures upside down: the detector finds most of these faces
 * too, less surely, and their features in the wrong places, of which come templates that are like each other and like nobody.
 */
async function upright(photograph: Picture, finder: FaceFinder, habit: Habit): Promise<Seen> {
  const faces = await facesOf(photograph, finder, habit);
  const certainty = faces[0]?.face.boxScore ?? 0;
  if (certainty >= SURELY_UPRIGHT) return { photograph, faces };
  const turned = turnedRound(photograph);
  const others = await facesOf(turned, finder, { ...habit });
  const least = faces.length === 0 ? SURELY_UPRIGHT : certainty + SURER_BY;
  return (others[0]?.face.boxScore ?? 0) > least ? { photograph: turned, faces: others } : { photograph, faces };
}

/** Says what is wrong where Human sees a face but doubts it: blurred and dark ones are found by their outline only. */
async function noFace(photograph: Picture, finder: FaceFinder, habit: Habit): Promise<PhotographResult> {
  const [doubtful] = await facesOf(photograph, finder, habit, DOUBTFUL);
  const measured = doubtful && cutOut(doubtful);
  const explained = measured ? explainDoubt(measured.measures) : null;
  if (explained) return { kind: 'refused', ...explained };
  return { kind: 'refused', code: 'photo.noFace', message: 'no face was found in the picture' };
}

/** Narrower than this share of the picture, a face may be that of somebody in the background. */
const SMALL_SHARE = 0.2;
/** So much wider is who the picture is of, when the detector is this certain of him; his features may be turned away. */
const LARGER = 1.6;
const CERTAIN = 0.7;

/** The small face that was found is a bystander's: somebody larger stands in the middle, whose face cannot be made out. */
async function isBystander({ box }: FoundFace, photograph: Picture, finder: FaceFinder): Promise<boolean> {
  if (box.width >= SMALL_SHARE * photograph.width) return false;
  const doubtful = await facesWith(BORDER, photograph, finder, DOUBTFUL);
  return doubtful.some(
    (other) =>
      other.face.boxScore >= CERTAIN &&
      other.box.width >= LARGER * box.width &&
      centrality(other.box, photograph) > centrality(box, photograph),
  );
}

/** How far the portrait reaches; by the standard the face is at least a third as wide and high as it. */
const reachOf: Readonly<Record<Strictness, number>> = { platform: 1.6, capture: 1.6, standard: 1.45 };

/** Decodes, finds, cuts and judges. Throws `Fault` `model.failed` when the networks cannot run. */
export async function analysePhotograph(
  bytes: Uint8Array,
  strictness: Strictness,
  finder: FaceFinder,
  habit: Habit = { doFacesFill: false },
): Promise<PhotographResult> {
  let decoded: Picture;
  try {
    decoded = await decodePhotograph(bytes);
  } catch (error) {
    return unreadable(error);
  }
  const { photograph, faces } = await upright(decoded, finder, habit);
  const [found, ...others] = faces;
  const face = found && cutOut(found);
  if (!face) return noFace(photograph, finder, habit);
  if (await isBystander(found, photograph, finder)) {
    const message = 'only a face in the background can be made out, not that of the larger person in the middle';
    return { kind: 'refused', code: 'photo.severalFaces', message };
  }
  const { width, height } = photograph;
  const middle = centrality(face.measures.box, photograph);
  // Whoever stands further from the middle than the chosen one is less likely to be meant.
  const rivals = others.map(
    ({ box }) => rivalShare(face.measures.box, box, width, height) * Math.min(1, centrality(box, photograph) / middle),
  );
  const judged = {
    measures: face.measures,
    eyeLight: eyeLight(face.crop),
    rival: Math.max(0, ...rivals),
    cutOff: cutOffShare(face.measures.box, photograph),
  };
  const verdict = judgePhotograph(judged, strictness);
  if (verdict.kind === 'refused') return verdict;
  const { crop, measures } = face;
  try {
    const jpeg = await portrait(photograph, measures.box, measures.rollDeg, reachOf[strictness]);
    return { kind: 'face', crop, measures, jpeg, warnings: verdict.warnings };
  } catch (error) {
    // It is this picture's fault: with that of the networks a whole roster would wait.
    return unreadable(error);
  }
}

function unreadable(error: unknown): PhotographResult {
  const why = error instanceof Error ? error.message : String(error);
  return { kind: 'refused', code: 'photo.unreadable', message: `the picture cannot be read: ${why}` };
}
