import type { RecognitionEngine } from '../recognition/engine.ts';
import type { MatchLimits } from '../recognition/match-limits.ts';

/** What learning needs of recognition. */
export interface LearningNetworks {
  readonly engine: Pick<RecognitionEngine, 'search' | 'put'>;
  /** sha256 of the recogniser in use. */
  readonly modelHash: string;
  /** What a search must show at this moment so that it names a worker. */
  readonly limits: () => MatchLimits;
}
