import type { CallHandlers } from '../../src/shared/ipc/contract.ts';
import { reasonsOf, type RefusalEntry } from '../../src/shared/refusal-entry.ts';
import type { CalibrationView } from '../../src/shared/vision/liveness/calibration-view.ts';

type Handlers = Pick<CallHandlers, 'admin.calibration' | 'admin.calibrate' | 'admin.refusals' | 'admin.refusalPicture'>;

const WANTED = 30;
const STEP_MS = 4_000;
const PAGE = 20;

const learned = {
  calibration: { scale: 1.01, shiftX: 0.006, shiftY: -0.004, slope: -0.27, error: 0.0021, learnedAtMs: Date.now() },
  errorPx: 1.4,
  baselineMm: 39.2,
  configuredMm: 40,
  finding: 'agrees',
} as const;
const differing = { ...learned, baselineMm: 61.4, finding: 'differs' } as const;

const kinds = [
  {
    reason: 'attack',
    takenFor: 'screen',
    cues: [{ cue: 'presence', score: -6.2, reason: 'presence.noFace' }],
    workerId: 'W1003',
    workerName: '单雄信',
  },
  {
    reason: 'attack',
    takenFor: 'print',
    cues: [
      { cue: 'depth', score: -4.4, reason: 'depth.flat' },
      { cue: 'reflectance', score: -2.1, reason: 'reflectance.even' },
      { cue: 'glint', score: -0.4, reason: 'glint.none' },
      { cue: 'movement', score: 0.3, reason: 'movement.little' },
      { cue: 'texture', score: 1.2, reason: 'texture.plain' },
    ],
    workerId: 'W1017',
    workerName: null,
  },
  { reason: 'unknown', takenFor: null, cues: [], workerId: null, workerName: null },
  {
    reason: 'undecided',
    takenFor: null,
    cues: [{ cue: 'depth', score: 0.2, reason: 'depth.tooFar' }],
    workerId: 'W1003',
    workerName: '单雄信',
  },
] as const;

const refusals: RefusalEntry[] = Array.from({ length: 130 }, (_, index) => {
  const { cues, ...kind } = kinds[index % kinds.length] ?? kinds[0];
  return {
    id: 130 - index,
    lane: index % 2 === 1 ? 2 : 1,
    atMs: Date.now() - index * 421_000,
    ...kind,
    cues: [...cues],
    detail: null,
    hasPicture: index % 5 !== 4,
  };
});

/** A picture of nobody: two tones and a number. */
async function pictureOf(id: number): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(320, 240);
  const context = canvas.getContext('2d');
  if (context) {
    context.fillStyle = `hsl(${(id * 47) % 360} 30% 40%)`;
    context.fillRect(0, 0, 320, 240);
    context.fillStyle = '#ddd';
    context.beginPath();
    context.ellipse(160, 120, 60, 80, 0, 0, 7);
    context.fill();
    context.fillText(String(id), 8, 16);
  }
  const blob = await canvas.convertToBlob({ type: 'image/jpeg' });
  return new Uint8Array(await blob.arrayBuffer());
}

/** A calibration that goes by the clock, and refused attempts of nobody. */
export function createFakeLiveness(): Handlers {
  let startedMs: number | null = null;
  let kept: CalibrationView['kept'] = null;
  const view = (): CalibrationView => {
    const ms = startedMs === null ? 0 : Date.now() - startedMs;
    const count = (from: number): number => Math.max(0, Math.min(WANTED, Math.round((WANTED * (ms - from)) / STEP_MS)));
    const samples = { near: count(0), far: count(STEP_MS), wanted: WANTED };
    const phase = startedMs === null ? 'idle' : ms < STEP_MS ? 'near' : ms < 2 * STEP_MS ? 'far' : 'learned';
    const isGood = ms % 2_000 > 700;
    return {
      kept,
      configuredMm: 40,
      phase,
      samples,
      obstacle: isGood ? null : phase === 'far' ? 'stepBack' : 'moving',
      learned: phase === 'learned' ? (kept === null ? learned : differing) : null,
      farFacePx: phase === 'learned' ? (kept === null ? 164 : 96) : null,
      problem: null,
    };
  };
  return {
    'admin.calibration': () => Promise.resolve(view()),
    'admin.calibrate': ({ act }) => {
      if (act === 'save') kept = { ...(view().learned ?? learned), isForTheseCameras: true, isInUse: false };
      if (act === 'reset') kept = null;
      startedMs = act === 'start' ? Date.now() : null;
      return Promise.resolve(view());
    },
    'admin.refusals': ({ beforeId, filter }) => {
      const reasons = reasonsOf[filter];
      const all = refusals.filter(
        ({ id, reason }) => (beforeId === null || id < beforeId) && (reasons?.includes(reason) ?? true),
      );
      return Promise.resolve({ entries: all.slice(0, PAGE), isLast: all.length <= PAGE });
    },
    'admin.refusalPicture': async ({ id }) => ({ jpeg: await pictureOf(id) }),
  };
}
