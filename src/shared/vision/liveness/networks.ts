import type { HumanFace } from '../human-face.ts';
import { MESH_INPUT_SIDE, MESH_POINTS } from '../human-face.ts';
import type { FloatPicture } from '../shrink.ts';

/** What the measuring of liveness asks of the networks. Not re-entrant: one call after the other. */
export interface LivenessNetworks {
  /** All faces, px of the picture. */
  find(picture: FloatPicture): Promise<readonly HumanFace[]>;
  /** A square as `cutSquare` gives it → points in px of that square and the certainty that it shows a face, 0 to 1. */
  mesh(square: Float32Array): Promise<{ readonly points: Float32Array; readonly certainty: number }>;
  /** Human's `antispoof` and `liveness` networks on the same square, 0 to 1; null where they are not loaded. */
  votes(square: Float32Array): Promise<{ readonly real: number; readonly live: number } | null>;
}

/** What is used of a tensor of TensorFlow.js. */
interface Tensor {
  readonly shape: readonly number[];
  data(): Promise<ArrayLike<number>>;
}

/** What is used of a graph model of TensorFlow.js. */
export interface Graph {
  execute(input: unknown): unknown;
}

/** What is used of TensorFlow.js. */
export interface TensorLibrary {
  tensor4d(values: Float32Array, shape: [number, number, number, number], dtype: 'float32'): unknown;
  readonly image: { resizeBilinear(tensor: unknown, size: [number, number]): unknown };
  dispose(tensors: unknown): void;
}

export interface LivenessGraphs {
  readonly facemesh: Graph;
  /** Both or none. */
  readonly votes: { readonly antispoof: Graph; readonly liveness: Graph } | null;
}

const ANTISPOOF_SIDE = 128;
const LIVENESS_SIDE = 32;

/** Runs the graphs of Human on squares; `find` is the caller's. */
export function graphNetworks(tf: TensorLibrary, graphs: LivenessGraphs): Omit<LivenessNetworks, 'find'> {
  const shape: [number, number, number, number] = [1, MESH_INPUT_SIDE, MESH_INPUT_SIDE, 3];
  const firstOf = async (graph: Graph, input: unknown, side: number): Promise<number> => {
    const resized = tf.image.resizeBilinear(input, [side, side]);
    const output = graph.execute(resized) as Tensor;
    try {
      return (await output.data())[0] ?? 0;
    } finally {
      tf.dispose([resized, output]);
    }
  };
  return {
    async mesh(square) {
      const input = tf.tensor4d(square, shape, 'float32');
      const outputs = graphs.facemesh.execute(input) as readonly Tensor[];
      try {
        const valuesOf = async (length: number): Promise<Float32Array> => {
          const output = outputs.find((tensor) => tensor.shape.at(-1) === length);
          if (!output) throw new Error(`the mesh network has no output of ${length} numbers`);
          return Float32Array.from(await output.data());
        };
        const [points, [certainty = 0]] = [await valuesOf(3 * MESH_POINTS), await valuesOf(1)];
        return { points, certainty };
      } finally {
        tf.dispose([input, ...outputs]);
      }
    },
    async votes(square) {
      if (!graphs.votes) return null;
      const input = tf.tensor4d(square, shape, 'float32');
      try {
        const real = await firstOf(graphs.votes.antispoof, input, ANTISPOOF_SIDE);
        return { real, live: await firstOf(graphs.votes.liveness, input, LIVENESS_SIDE) };
      } finally {
        tf.dispose(input);
      }
    },
  };
}
