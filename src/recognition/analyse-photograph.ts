import { analyseFace, type AnalysedFace } from '../shared/vision/analyse-face.ts';
import { faceBox } from '../shared/vision/face-points.ts';
import type { Box, HumanFace, Picture } from '../shared/vision/human-face.ts';
import type { FaceFinder } from './human-node.ts';
import { decodePhotograph, portrait, viewOf, type View } from './photograph-picture.ts';
import { explainDoubt, judgePhotograph, rivalShare, type PhotographResult, type Strictness } from './photograph.ts';

/** Shares of the longer side put round the photograph; the detector misses faces that fill the picture. */
const borders = [0, 0.5];
/** A face wider than this share of the picture is looked at again with a border. */
const FILLS_FROM = 0.45;
/** Certainty from which on something is a face, however bad. */
const DOUBTFUL = 0.1;

/** A large face in the middle is the one that the photograph is of: width, less up to half of it towards the corners. */
function prominence({ x, y, width, height }: Box, photograph: Picture): number {
  const dx = (x + width / 2) / photograph.width - 0.5;
  const dy = (y + height / 2) / photograph.height - 0.5;
  return width * (1 - Math.min(1, Math.hypot(dx, dy) / Math.SQRT1_2) / 2);
}

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

/** Every face of `photograph`, most prominent first. */
async function facesOf(photograph: Picture, finder: FaceFinder, least?: number): Promise<readonly FoundFace[]> {
  let best: readonly FoundFace[] = [];
  for (const border of borders) {
    const view = await viewOf(photograph, border);
    const faces = (await finder.find(view.picture, least))
      .flatMap((face) => foundIn(view, face) ?? [])
      .toSorted((a, b) => prominence(b.box, photograph) - prominence(a.box, photograph));
    if (faces.length > 0) best = faces;
    const [first] = faces;
    if (first && first.box.width < FILLS_FROM * photograph.width) break;
  }
  return best;
}

/** Says what is wrong where Human sees a face but doubts it: blurred and dark ones are found by their outline only. */
async function noFace(photograph: Picture, finder: FaceFinder): Promise<PhotographResult> {
  const [doubtful] = await facesOf(photograph, finder, DOUBTFUL);
  const measured = doubtful && cutOut(doubtful);
  const explained = measured ? explainDoubt(measured.measures) : null;
  if (explained) return { kind: 'refused', ...explained };
  return { kind: 'refused', code: 'photo.noFace', message: 'no face was found in the picture' };
}

/** Decodes, finds, cuts and judges. Throws `Fault` `model.failed` when the networks cannot run. */
export async function analysePhotograph(
  bytes: Uint8Array,
  strictness: Strictness,
  finder: FaceFinder,
): Promise<PhotographResult> {
  let photograph: Picture;
  try {
    photograph = await decodePhotograph(bytes);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'refused', code: 'photo.unreadable', message: `the picture cannot be read: ${why}` };
  }
  const [found, ...others] = await facesOf(photograph, finder);
  const face = found && cutOut(found);
  if (!face) return noFace(photograph, finder);
  const { width, height } = photograph;
  const rivals = others.map((other) => rivalShare(face.measures.box, other.box, width, height));
  const verdict = judgePhotograph(face.measures, Math.max(0, ...rivals), strictness);
  if (verdict.kind === 'refused') return verdict;
  return {
    kind: 'face',
    crop: face.crop,
    measures: face.measures,
    jpeg: await portrait(photograph, face.measures.box, face.measures.rollDeg),
    warnings: verdict.warnings,
  };
}
