import { systemClock } from '../../src/shared/clock.ts';
import { silentLog } from '../../src/shared/log.ts';
import { readManifest, recogniserOf } from '../../src/recognition/manifest.ts';
import { openStore } from '../../src/store/store.ts';
import { modelsDir } from '../../src/terminal/installation.ts';
import { bulkEnrol } from '../e2e/support/bulk-enrol.ts';
import type { ClipPart } from '../e2e/support/clip.ts';
import { CLIP, GatePlace } from '../e2e/support/gate-place.ts';
import { webcamFrames } from '../e2e/support/pictures.ts';
import { writePairClip } from '../simulation/clips.ts';
import { markedFrames } from './marked-frames.ts';
import { randomTemplates } from './random-templates.ts';

/** Each picture stands for this many played frames: 15 pictures a second. */
const REPEAT = 2;
const PICTURES = 22;

export interface GateSceneOptions {
  /** In the gallery, counted with the workers of the clip. */
  readonly roster: number;
  /** `platform` of the configuration; default: none. */
  readonly platform?: Readonly<Record<string, unknown>>;
  /** Two cameras, the right half SIMULATED heads, and liveness as it is judged with them. Default: one camera, off. */
  readonly liveness?: boolean;
  /** Pictures of an empty yard before each worker; default 22, which is 1.5 s. */
  readonly emptyPictures?: number;
}

/** A gate with a stored gallery, where the marked workers come and go, cut hard against an empty yard. Everybody counts every time. */
export async function gateScene({
  roster,
  platform,
  liveness = false,
  emptyPictures = PICTURES,
}: GateSceneOptions): Promise<GatePlace> {
  const place = await GatePlace.create({
    clip: liveness ? (path) => writePairs(path, emptyPictures) : visibleParts(emptyPictures),
    config: {
      device: { sn: '1388186', direction: 'in' },
      ...(platform === undefined ? {} : { platform }),
      ...(liveness ? { cameras: twoCameras, liveness: { mode: 'infrared' } } : {}),
      recognition: { repeatSeconds: 0 },
    },
  });
  try {
    for (const { subject } of markedFrames)
      await bulkEnrol(place.dataDir, webcamFrames('live', subject, 1).slice(10, 11), () => subject);
    fillRoster(place.dataDir, roster);
    return place;
  } catch (error) {
    await place.close();
    throw error;
  }
}

const visibleParts = (emptyPictures: number): readonly ClipPart[] =>
  markedFrames.flatMap(({ subject, session, frame }) => [
    { frames: null, repeat: REPEAT, count: emptyPictures },
    { frames: webcamFrames('live', subject, session).slice(frame, frame + PICTURES), repeat: REPEAT },
  ]);

/** Longer than a judgement may take, at 15 pictures a second. */
const PAIRS = 48;
const twoCameras = { visible: 'any', infrared: 'any', replay: CLIP, replayLayout: 'visible-infrared' };

async function writePairs(path: string, emptyPictures: number): Promise<void> {
  for (const [index, { subject, session, frame }] of markedFrames.entries()) {
    const sequence = webcamFrames('live', subject, session).slice(frame, frame + PAIRS);
    const options = { repeat: REPEAT, emptyBefore: emptyPictures, append: index > 0, seed: subject };
    await writePairClip(path, sequence, 'live', options);
  }
}

/** Fills up with nobodies: random templates, which cost the search what real ones do. */
function fillRoster(dataDir: string, count: number): void {
  const store = openStore({ dir: dataDir, clock: systemClock, log: silentLog });
  const modelHash = recogniserOf(readManifest(modelsDir)).sha256;
  const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xd9]);
  randomTemplates(Math.max(0, count - store.people.count()), 192).forEach((embedding, index) => {
    const id = `nobody-${String(index)}`;
    store.people.put(
      { id, name: id, origin: 'console', barredReason: null, photographs: [{ jpeg, embeddings: [embedding], modelHash }] },
      { replace: false },
    );
  });
  store.close();
}
