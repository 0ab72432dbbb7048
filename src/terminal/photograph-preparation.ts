import type { RecognitionEngine } from '../recognition/engine.ts';
import type { PhotographAnalyser, PhotographRefusal, Strictness } from '../recognition/photograph-analyser.ts';
import type { NewPhotograph } from '../store/worker-fields.ts';

/** What photographs are turned into templates with. */
export interface Networks {
  readonly engine: RecognitionEngine;
  readonly analyser: PhotographAnalyser;
  /** sha256 of the recogniser: a template belongs to the network that made it. */
  readonly modelHash: string;
  /** Cosine from which on two faces count as one person's. */
  readonly threshold: number;
}

/** Null where the networks cannot be had: then there is no gallery that could still know whoever leaves. */
export const orNone = <T>(networks: Promise<T>): Promise<T | null> => networks.catch(() => null);

export type PreparedPhotograph =
  | { readonly kind: 'usable'; readonly photograph: Required<NewPhotograph> }
  | { readonly kind: 'refused'; readonly code: PhotographRefusal; readonly message: string };

/** Picture file → what the store keeps of it. Changes nothing. Rejects with `Fault` `model.*`. */
export async function preparePhotograph(
  bytes: Uint8Array,
  strictness: Strictness,
  { analyser, engine, modelHash }: Pick<Networks, 'analyser' | 'engine' | 'modelHash'>,
): Promise<PreparedPhotograph> {
  const analysed = await analyser.analyse(bytes, strictness);
  if (analysed.kind === 'refused') return analysed;
  const embedding = await engine.embed(analysed.crop, 'background');
  const { jpeg, warnings } = analysed;
  return { kind: 'usable', photograph: { jpeg, embeddings: [embedding], modelHash, flags: warnings } };
}

/** A platform's photographs, looked at while the people before them are still being stored. */
export class PreparedPhotographs {
  readonly #recognition: () => Promise<Networks>;
  /** By the very bytes: whoever is never enrolled after all is forgotten with them. */
  readonly #begun = new WeakMap<Uint8Array, Promise<PreparedPhotograph>>();

  constructor(recognition: () => Promise<Networks>) {
    this.#recognition = recognition;
  }

  /** Begins with a photograph that will be asked for. */
  begin(bytes: Uint8Array): void {
    if (this.#begun.has(bytes)) return;
    const begun = this.#prepare(bytes);
    // Whoever asks for it learns of the failure; without that it must not count as unhandled.
    begun.catch(() => undefined);
    this.#begun.set(bytes, begun);
  }

  /** What became of it; begins now with one that has not been begun. Rejects with `Fault` `model.*`. */
  async take(bytes: Uint8Array): Promise<PreparedPhotograph> {
    const begun = this.#begun.get(bytes);
    this.#begun.delete(bytes);
    if (begun === undefined) return this.#prepare(bytes);
    try {
      return await begun;
    } catch {
      // Another picture may have brought the thread down; alone this one gets the try that it always had.
      return this.#prepare(bytes);
    }
  }

  async #prepare(bytes: Uint8Array): Promise<PreparedPhotograph> {
    return preparePhotograph(bytes, 'platform', await this.#recognition());
  }
}
