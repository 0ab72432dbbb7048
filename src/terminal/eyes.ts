import type { Config } from '../config/schema.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import { picturedStates, type CameraReport } from '../shared/ipc/contract.ts';
import type { CameraTroubles } from '../recognition/liveness/pair-watch.ts';
import type { Log } from '../shared/log.ts';
import type { FrameObservation } from '../shared/vision/observation.ts';
import { infraredCamera } from './kiosk-settings.ts';
import { LatestOnly } from './latest-only.ts';
import type { LaneBoard } from './lane-board.ts';

export interface EyesParts {
  readonly cameras: Config['cameras'];
  readonly board: LaneBoard;
  readonly clock: Clock;
  readonly log: Log;
  /** Judges one frame. */
  readonly look: (observation: FrameObservation) => Promise<void>;
  /** Sees every frame, also those that are overtaken while one is judged. */
  readonly onObserved?: (observation: FrameObservation) => void;
  /** The visible camera is gone: whoever stood there is not seen any more. */
  readonly onBlind: () => void;
  /** The analysis failed, or works again. */
  readonly onAnalysis: () => void;
}

/** A frame older than this says nothing of who stands there now, ms. */
const STALE_MS = 1_500;
/** A camera without a single frame analysed for this long: the analysis is dead, whatever it says, ms. */
const DEAD_MS = 10_000;

/** What comes from the capture side: frames, states of the cameras, state of the analysis. */
export class Eyes {
  readonly #parts: EyesParts;
  readonly #frames: LatestOnly<FrameObservation>;
  /** As the page reports them, and what their pictures show besides. */
  readonly #reported = new Map<CameraReport['role'], CameraReport>();
  #troubles: CameraTroubles = { visible: null, infrared: null };
  /**
   * The best picture of a face that no judged frame took along yet: the page sends each once, and the frame that it came with may be
   * overtaken, too late, or followed by one without a face.
   */
  #picture: { readonly track: number; readonly jpeg: Uint8Array } | null = null;
  #lastFrameMs: number;

  constructor(parts: EyesParts) {
    this.#parts = parts;
    this.#lastFrameMs = parts.clock.monotonic();
    this.#frames = new LatestOnly(
      (observation) => parts.look(this.#withBestPicture(observation)),
      (error) => {
        const { code } = Fault.from(error, 'model.failed', 'a frame could not be judged');
        parts.log.error('recognition', 'frameFailed', { code });
      },
    );
    parts.board.set('vision', 'starting');
    parts.board.set('cameraVisible', 'starting');
    parts.board.set('cameraInfrared', infraredCamera(parts.cameras) === null ? 'notConfigured' : 'starting');
  }

  /** A frame as the capture side saw it; the newest wins while one is looked at. */
  observe(observation: FrameObservation): void {
    const { clock, log, board } = this.#parts;
    const { takenAtMs, analysisMs, face } = observation;
    log.debug('vision', 'observed', { takenAtMs, analysisMs: Math.round(analysisMs), face: face !== null });
    if (face?.jpeg) this.#picture = { track: face.track, jpeg: face.jpeg };
    // After a stall, what waited is about somebody who may have left.
    if (clock.now() - takenAtMs > STALE_MS) return;
    this.#lastFrameMs = clock.monotonic();
    if (board.stateOf('vision') === 'failed') this.analysis(null);
    this.#parts.onObserved?.(observation);
    this.#frames.offer(observation);
  }

  /** What the page says of its analysis; null: it runs. */
  analysis(trouble: string | null): void {
    this.#lastFrameMs = this.#parts.clock.monotonic();
    this.#parts.board.set('vision', trouble === null ? 'ok' : 'failed', trouble);
    this.#parts.onAnalysis();
  }

  camera(report: CameraReport): void {
    const { role, state } = report;
    this.#reported.set(role, report);
    this.#show(role);
    if (role === 'visible' && !picturedStates.includes(state)) this.#parts.onBlind();
  }

  /** What the pictures of the cameras show to be wrong with them; null: nothing. */
  troubles(troubles: CameraTroubles): void {
    this.#troubles = troubles;
    this.#show('visible');
    this.#show('infrared');
  }

  #withBestPicture(observation: FrameObservation): FrameObservation {
    const { face } = observation;
    const picture = this.#picture;
    if (!face || picture?.track !== face.track) return observation;
    this.#picture = null;
    return { ...observation, face: { ...face, jpeg: picture.jpeg } };
  }

  #show(role: CameraReport['role']): void {
    const { board, cameras } = this.#parts;
    const report = this.#reported.get(role);
    if (report === undefined) return;
    const { state, detail } = report;
    // What was looked for belongs to what was found: half of all camera troubles are a wrong name.
    const shown = state === 'notFound' ? `wanted: ${cameras[role] ?? ''}; found: ${detail ?? 'none'}` : detail;
    // A camera without a picture has the trouble that it reports itself.
    const isPictured = picturedStates.includes(state);
    if (role === 'visible') board.set('cameraVisible', (isPictured ? this.#troubles.visible : null) ?? state, shown);
    else board.set('cameraInfrared', (isPictured ? this.#troubles.infrared : null) ?? state, shown);
  }

  /** Notices an analysis that went silent; call about once a second. */
  check(): void {
    const { board, clock } = this.#parts;
    const hasCamera = picturedStates.includes(this.#reported.get('visible')?.state ?? '');
    const isSilent = clock.monotonic() - this.#lastFrameMs > DEAD_MS;
    if (hasCamera && isSilent && board.stateOf('vision') === 'ok') this.analysis('no frame was analysed');
  }
}
