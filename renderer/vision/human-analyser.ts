import Human, { type FaceResult } from '@vladmandic/human';
import { humanConfig, humanModels, type HumanFiles } from '../../src/shared/vision/human-config.ts';
import {
  graphNetworks,
  type Graph,
  type LivenessNetworks,
  type TensorLibrary,
} from '../../src/shared/vision/liveness/networks.ts';
import type { FloatPicture } from '../../src/shared/vision/shrink.ts';
import type { Backend } from './messages.ts';

/** What is used of TensorFlow.js. */
interface Tensors extends TensorLibrary {
  tensor4d(values: Float32Array, shape: [number, number, number, number], dtype: 'float32'): Human['process']['tensor'];
  loadGraphModel(url: string): Promise<Graph>;
  getBackend(): string;
}

/** Finds faces. One per worker: Human keeps its state in its module. */
export class HumanAnalyser {
  readonly #human: Human;
  readonly #tf: Tensors;
  /** What is asked for liveness; null when nobody wants it. */
  #liveness: LivenessNetworks | null = null;

  private constructor(human: Human) {
    this.#human = human;
    this.#tf = human.tf as Tensors;
  }

  get liveness(): LivenessNetworks | null {
    return this.#liveness;
  }

  /** Loads the networks. Throws when one is missing or the backend is not there: Human itself would go on without. */
  static async start(backend: Backend, files: HumanFiles, wantsLiveness: boolean): Promise<HumanAnalyser> {
    const human = new Human({ ...humanConfig(files), backend });
    await human.init();
    await human.load();
    const analyser = new HumanAnalyser(human);
    if (analyser.#tf.getBackend() !== backend) throw new Error(`backend ${backend} is not available`);
    const loaded = human.models.loaded();
    const { modelStats } = human.models.stats();
    for (const name of humanModels) {
      if (!loaded.includes(name)) throw new Error(`model ${name} is missing`);
      const stats = modelStats.find((model) => model.name === name);
      if (!stats?.loaded || stats.sizeLoadedWeights === 0) throw new Error(`model ${name} did not load`);
    }
    if (wantsLiveness) await analyser.#loadLiveness(files);
    return analyser;
  }

  async #loadLiveness({ modelBasePath }: HumanFiles): Promise<void> {
    const facemesh: Graph | null | undefined = this.#human.models.models['facemesh'];
    if (!facemesh) throw new Error('model facemesh is missing');
    const antispoof = await this.#tf.loadGraphModel(`${modelBasePath}antispoof.json`);
    const liveness = await this.#tf.loadGraphModel(`${modelBasePath}liveness.json`);
    const networks = graphNetworks(this.#tf, { facemesh, votes: { antispoof, liveness } });
    this.#liveness = { ...networks, find: (picture) => this.find(picture) };
  }

  async find(picture: FloatPicture): Promise<readonly FaceResult[]> {
    const tensor = this.#tf.tensor4d(picture.data, [1, picture.height, picture.width, 3], 'float32');
    try {
      if (!tensor) throw new Error('the picture does not fit into a tensor');
      const result = await this.#human.detect(tensor);
      if (result.error) throw new Error(result.error);
      return result.face;
    } finally {
      this.#tf.dispose(tensor);
    }
  }
}
