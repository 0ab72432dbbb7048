import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import { ClipStore } from './clip-store.ts';
import { hasHan, readName, readText, type SurnameOverrides } from './pinyin.ts';
import type { Utterance } from './synthesiser.ts';
import type { Sound } from './wav.ts';

export type Synthesise = (utterance: Utterance) => Promise<Sound>;

export interface ClipsOptions {
  readonly folder: string;
  readonly mostBytes: number;
  readonly surnames: SurnameOverrides;
  /** For somebody who stands at the gate, and for nobody yet. Both reject with `Fault` `speech.unavailable`. */
  readonly synthesise: Synthesise;
  readonly synthesiseLater: Synthesise;
  readonly log: Log;
  /** espeak-ng failed, or was stopped. */
  readonly onFailure: (fault: Fault) => void;
}

/** Raised when the same text is to sound different: older clips are then no longer found. */
const clipVersion = 1;
/** Phrase parts held in memory; a configuration has about a dozen. */
const mostPhrases = 64;

/** Sounds of names and parts of phrases: from memory or disk, else synthesised and kept. */
export class Clips {
  readonly #options: ClipsOptions;
  readonly #store: Promise<ClipStore | null>;
  readonly #phrases = new Map<string, Sound>();
  readonly #running = new Map<string, Promise<Sound | null>>();

  constructor(options: ClipsOptions) {
    this.#options = options;
    this.#store = ClipStore.open(options).catch((error: unknown) => {
      options.log.warn('speech', 'clipsNotKept', { code: Fault.from(error, 'store.failed', 'no clip folder').code });
      return null;
    });
  }

  /** Sound of a part of a phrase; null when it has nothing to say or cannot be made. Never rejects. */
  async phrase(text: string): Promise<Sound | null> {
    const utterance = utteranceOf(text, readText);
    if (!utterance) return null;
    const key = keyOf(utterance);
    const held = this.#phrases.get(key);
    if (held) return held;
    const store = await this.#store;
    const speak = () => this.#options.synthesise(utterance);
    const sound = await this.#once(key, speak, store, store?.phraseFile(key) ?? null);
    if (sound && this.#phrases.size < mostPhrases) this.#phrases.set(key, sound);
    return sound;
  }

  /**
   * Sound of a worker's name; null as with `phrase`. `isWanted` is asked before the clip is kept; `urgency`: whether he waits for
   * it. Never rejects.
   */
  async name(workerId: string, name: string, isWanted: () => boolean, urgency: 'now' | 'later'): Promise<Sound | null> {
    const utterance = utteranceOf(name, (text) => readName(text, this.#options.surnames));
    if (!utterance) return null;
    const key = keyOf(utterance);
    const store = await this.#store;
    const file = store?.nameFile(workerId, key) ?? null;
    const { synthesise, synthesiseLater } = this.#options;
    const speak = () => (urgency === 'now' ? synthesise(utterance) : synthesiseLater(utterance));
    const sound = await this.#once(`${workerId} ${key}`, speak, store, file, isWanted);
    if (!isWanted()) await this.forget(workerId);
    else await store?.removeWorker(workerId, file).catch(() => undefined);
    return sound;
  }

  /** Removes a worker's clips. Never rejects. */
  async forget(workerId: string): Promise<void> {
    const store = await this.#store;
    await store?.removeWorker(workerId, null).catch(() => undefined);
  }

  /** Removes the clips of workers that are not among these. Never rejects. */
  async keepWorkers(workerIds: Iterable<string>): Promise<void> {
    const store = await this.#store;
    await store?.keepWorkers(workerIds).catch(() => undefined);
  }

  /** Two who want the same clip wait for one synthesis. */
  #once(
    key: string,
    speak: () => Promise<Sound>,
    store: ClipStore | null,
    file: string | null,
    isWanted = () => true,
  ): Promise<Sound | null> {
    const running = this.#running.get(key);
    if (running) return running;
    const made = this.#make(speak, store, file, isWanted).finally(() => this.#running.delete(key));
    this.#running.set(key, made);
    return made;
  }

  async #make(
    speak: () => Promise<Sound>,
    store: ClipStore | null,
    file: string | null,
    isWanted: () => boolean,
  ): Promise<Sound | null> {
    const { log, onFailure } = this.#options;
    const kept = store && file ? await store.read(file).catch(() => null) : null;
    if (kept) return kept;
    let sound: Sound;
    try {
      sound = await speak();
    } catch (error) {
      onFailure(Fault.from(error, 'speech.unavailable', 'no sound'));
      return null;
    }
    if (store && file && isWanted()) {
      await store.write(file, sound).catch(() => log.warn('speech', 'clipNotKept', { code: 'store.failed' }));
    }
    return sound;
  }
}

/** Chinese goes to the pinyin voice, anything else to the English one; null when no letter is left to say. */
function utteranceOf(text: string, read: (text: string) => string): Utterance | null {
  const utterance: Utterance = hasHan(text) ? { voice: 'cmn-latn-pinyin', text: read(text) } : { voice: 'en', text };
  return /[\p{L}\p{N}]/u.test(utterance.text) ? utterance : null;
}

function keyOf({ voice, text }: Utterance): string {
  return `${clipVersion} ${voice} ${text}`;
}
