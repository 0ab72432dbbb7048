import { HUMAN_DETECTOR_SCALE } from './human-face.ts';

const off = { enabled: false } as const;

/** Where Human finds its files; both end with a slash. */
export interface HumanFiles {
  /** Base URL of `blazeface.json`, `facemesh.json` and their weights. */
  readonly modelBasePath: string;
  /** Base URL (page) or directory (Node) of the backend's `.wasm` files. */
  readonly wasmPath: string;
}

/** Names that `human.models.loaded()` must list before a single frame may be trusted. */
export const humanModels = ['blazeface', 'facemesh'] as const;

/**
 * The one configuration of Human, for the page and for photographs alike, so that both sides of a comparison are
 * found and cut by the same networks with the same settings.
 */
export function humanConfig(files: HumanFiles) {
  return {
    backend: 'wasm',
    modelBasePath: files.modelBasePath,
    wasmPath: files.wasmPath,
    debug: false,
    async: false,
    warmup: 'none',
    // Models come from this device's own files; a second copy in IndexedDB could outlive an update.
    cacheModels: false,
    // Any other value lets Human reuse the faces of the frame before: one person's face under another's name.
    cacheSensitivity: 0,
    filter: off,
    gesture: off,
    face: {
      enabled: true,
      detector: {
        modelPath: 'blazeface.json',
        rotation: true,
        maxDetected: 5,
        minConfidence: 0.4,
        skipFrames: 0,
        skipTime: 0,
        scale: HUMAN_DETECTOR_SCALE,
        return: false,
      },
      mesh: { enabled: true, modelPath: 'facemesh.json', keepInvalid: false },
      attention: off,
      iris: off,
      emotion: off,
      description: off,
      antispoof: off,
      liveness: off,
    },
    body: off,
    hand: off,
    object: off,
    segmentation: off,
  } as const;
}
