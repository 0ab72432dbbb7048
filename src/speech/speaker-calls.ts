import type { Utterance } from './synthesiser.ts';
import type { Sound } from './wav.ts';

/** What the speaking thread is asked; `end` besides. */
export interface SpeakerRequest {
  readonly id: number;
  readonly utterance: Utterance;
}

export type SpeakerAnswer =
  | { readonly id: number; readonly kind: 'sound'; readonly sound: Sound }
  | { readonly id: number; readonly kind: 'failed'; readonly message: string };

export interface SpeakerWorkerData {
  /** Name or path of espeak-ng; null for the usual one. */
  readonly program: string | null;
}
