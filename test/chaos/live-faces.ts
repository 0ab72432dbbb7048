import { readFileSync } from 'node:fs';
import type { PhotographAnalyser } from '../../src/recognition/photograph-analyser.ts';
import type { FrameObservation } from '../../src/shared/vision/observation.ts';
import type { Terminal } from '../../src/terminal/terminal.ts';

/** The rate of a camera whose every second picture is analysed. */
const FRAME_MS = 66;

type Face = NonNullable<FrameObservation['face']>;

/** Workers with faces, shown to a terminal as its capture side would: frame by frame, one person's picture standing still. */
export class LiveFaces {
  readonly #terminal: Terminal;
  readonly #faces: readonly Omit<Face, 'track'>[];
  #frame = 0;
  #track = 0;
  #timer: NodeJS.Timeout | null = null;

  /** Enrols a worker for each picture, `face0` …. Pictures of 640×480. */
  static async enrol(terminal: Terminal, analyser: PhotographAnalyser, files: readonly string[]): Promise<LiveFaces> {
    const enrolment = await terminal.enrolment();
    const faces: Omit<Face, 'track'>[] = [];
    for (const [n, file] of files.entries()) {
      const photograph = readFileSync(file);
      const id = `face${String(n)}`;
      await enrolment.add({ id, name: '单雄信', photograph, origin: 'console', strictness: 'platform', shouldReplace: true });
      const analysed = await analyser.analyse(photograph, 'platform');
      if (analysed.kind === 'refused') throw new Error(`${file}: ${analysed.code}`);
      const { crop, measures, jpeg } = analysed;
      faces.push({ measures, motion: 0, rivals: 0, crop, jpeg });
    }
    return new LiveFaces(terminal, faces);
  }

  private constructor(terminal: Terminal, faces: readonly Omit<Face, 'track'>[]) {
    this.#terminal = terminal;
    this.#faces = faces;
  }

  /** Shows `faceN` from now on. */
  show(workerId: string): void {
    const face = this.#faces[Number(workerId.slice('face'.length))];
    if (face === undefined) throw new Error(`there is no ${workerId}`);
    this.#track += 1;
    const track = this.#track;
    this.hide();
    const next = (): void => this.#observe({ ...face, track });
    next();
    this.#timer = setInterval(next, FRAME_MS);
  }

  /** Nobody stands there any more. */
  hide(): void {
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
    this.#observe(null);
  }

  #observe(face: Face | null): void {
    this.#frame += 1;
    this.#terminal.eyes.observe({
      frame: this.#frame,
      takenAtMs: Date.now(),
      width: 640,
      height: 480,
      analysisMs: 0,
      face,
      evidence: null,
    });
  }
}
