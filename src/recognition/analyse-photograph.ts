import { analyseFace, type AnalysedFace } from '../shared/vision/analyse-face.ts';
import type { Box, Picture } from '../shared/vision/human-face.ts';
import type { FaceFinder } from './human-node.ts';
import { decodePhotograph, portrait, viewOf } from './photograph-picture.ts';
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

/** Every face of `photograph`, most prominent first, measured in its px. */
async function facesOf(photograph: Picture, finder: FaceFinder, least?: number): Promise<readonly AnalysedFace[]> {
  let best: readonly AnalysedFace[] = [];
  for (const border of borders) {
    const view = await viewOf(photograph, border);
    const faces = (await finder.find(view.picture, least))
      .flatMap((face) => analyseFace(face, view.padded, view.scale) ?? [])
      .map(({ measures, ...face }) => ({
        ...face,
        measures: {
          ...measures,
          box: { ...measures.box, x: measures.box.x - view.left, y: measures.box.y - view.top },
        },
      }))
      .toSorted((a, b) => prominence(b.measures.box, photograph) - prominence(a.measures.box, photograph));
    if (faces.length > 0) best = faces;
    const [first] = faces;
    if (first && first.measures.box.width < FILLS_FROM * photograph.width) break;
  }
  return best;
}

/** Says what is wrong where Human sees a face but doubts it: blurred and dark ones are found by their outline only. */
async function noFace(photograph: Picture, finder: FaceFinder): Promise<PhotographResult> {
  const [doubtful] = await facesOf(photograph, finder, DOUBTFUL);
  const explained = doubtful ? explainDoubt(doubtful.measures) : null;
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
  const [face, ...others] = await facesOf(photograph, finder);
  if (!face) return noFace(photograph, finder);
  const { width, height } = photograph;
  const rivals = others.map((other) => rivalShare(face.measures.box, other.measures.box, width, height));
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
