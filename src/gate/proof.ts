import type { PassKind } from '../shared/opens-with.ts';
import type { Shown, ShownCode } from './claim-state.ts';

/** What a passage was allowed on, where that is more or other than a face. */
export interface Proof {
  /** The main one first. */
  readonly kinds: readonly PassKind[];
  readonly code: ShownCode | null;
}

/** Undefined: a face alone. */
export function proofOf(shown: readonly Shown[]): Proof | undefined {
  const kinds = shown.map(({ kind }) => kind);
  if (kinds.length === 1 && kinds[0] === 'face') return undefined;
  return { kinds, code: shown.find(({ code }) => code !== null)?.code ?? null };
}
