import { withFrame, type History } from '../../../../src/recognition/liveness/sample.ts';
import { pairObservation, type PairScript } from './synthetic-pair.ts';

/** Frames 100 ms apart, each with noise of its own. */
export function historyOf(frames: number, script: PairScript | ((frame: number) => PairScript)): History {
  let history: History = [];
  for (let frame = 0; frame < frames; frame++) {
    const one = typeof script === 'function' ? script(frame) : script;
    history = withFrame(history, pairObservation({ seed: frame + 1, ...one }), 100 * frame);
  }
  return history;
}
