import path from 'node:path';
import type { Config } from '../config/schema.ts';
import type { PhraseKey, Voice } from '../gate/ports.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import { Clips } from './clips.ts';
import { checkTemplate, cutPhrase, greetingHours, type PhrasePart } from './phrase.ts';
import { SpeakerThread } from './speaker-thread.ts';
import { canSynthesise, synthesise, type SynthesiserOptions } from './synthesiser.ts';
import { joinSounds, toWav, type Sound } from './wav.ts';
import { within } from './within.ts';

export interface VoiceOptions {
  /** Data directory; the clips lie in its folder `voice`. */
  readonly dir: string;
  readonly log: Log;
  readonly clock: Clock;
  /** Direction of the lane, for `{direction}`. */
  readonly direction: 'in' | 'out';
  /** Directions of all lanes, whose phrases are made ready; by default `direction` alone. */
  readonly directions?: readonly ('in' | 'out')[];
  /** Plays a WAV at `volume` (0 to 1) and cuts short what plays. */
  readonly play: (wav: Uint8Array, volume: number) => void;
  /** Name of a worker, null when there is none by that id. */
  readonly nameOf: (workerId: string) => string | null;
  /** Called with the first state and at each change. */
  readonly onState: (state: 'ok' | 'off' | 'unavailable') => void;
  /** All workers; clips of others are removed at the start. By default nobody's are. */
  readonly workerIds?: () => Iterable<string>;
  /** Name or path of espeak-ng; `espeak-ng` by default. */
  readonly program?: string;
  /** Bytes that the clips may take on disk; 640 MiB by default, about 12,500 names: a whole roster. */
  readonly mostBytes?: number;
  /** How long a sentence waits for its name and for its phrases, ms; 400 and 1,000 by default. */
  readonly patience?: { readonly nameMs: number; readonly phraseMs: number };
}

/** The voice at the gate. Nothing of it throws or rejects once it is made. */
export interface SpeakingVoice extends Voice {
  /** As `say`, at a lane of that direction; by default the one that the voice was made with. */
  say(phrase: PhraseKey, workerId: string | null, direction?: 'in' | 'out'): void;
  /** Synthesises the worker's name and keeps it, so that `say` finds it. Call when a worker is stored or renamed. */
  prepare(workerId: string): Promise<void>;
  /** Removes the worker's clips. Call after the worker was removed. */
  forget(workerId: string): Promise<void>;
  /** Resolves when every phrase can be played at once, or nothing can be synthesised. */
  ready(): Promise<void>;
  close(): void;
}

/** A name that takes longer is left out: the greeting must not come after the worker has gone. */
const usualPatience = { nameMs: 400, phraseMs: 1_000 } as const;
/** Between a name and the rest, about a comma's pause. */
const gapMs = 120;
const lookAgainMs = 60_000;
const defaultMostBytes = 640 * 1024 * 1024;

/** Starts preparing at once. Throws `Fault` `config.invalid` for a phrase with an unknown placeholder. */
export function createVoice(speech: Config['speech'], options: VoiceOptions): SpeakingVoice {
  for (const [key, template] of Object.entries(speech.phrases)) {
    try {
      checkTemplate(template);
    } catch (error) {
      throw new Fault('config.invalid', `speech.phrases.${key} is not a phrase`, { cause: error });
    }
  }
  return speech.enabled ? new EspeakVoice(speech, options) : mute(options);
}

function mute({ onState }: VoiceOptions): SpeakingVoice {
  onState('off');
  const nothing = (): Promise<void> => Promise.resolve();
  return { say: () => undefined, prepare: nothing, forget: nothing, ready: nothing, close: () => undefined };
}

class EspeakVoice implements SpeakingVoice {
  readonly #speech: Config['speech'];
  readonly #options: VoiceOptions;
  readonly #clips: Clips;
  readonly #synthesiser: SynthesiserOptions;
  readonly #later: SpeakerThread;
  readonly #ending = new AbortController();
  readonly #ready: Promise<void>;
  #state: 'ok' | 'unavailable' | null = null;
  #check: Promise<void> | null = null;
  #lookAgain: NodeJS.Timeout | null = null;
  /** Names are prepared one at a time: a roster of thousands must not take the machine from the gate. */
  #preparing: Promise<void> = Promise.resolve();
  #turn = 0;

  constructor(speech: Config['speech'], options: VoiceOptions) {
    this.#speech = speech;
    this.#options = options;
    const { program } = options;
    this.#synthesiser = { signal: this.#ending.signal, ...(program === undefined ? {} : { program }) };
    this.#later = new SpeakerThread(program ?? null);
    this.#clips = new Clips({
      folder: path.join(options.dir, 'voice'),
      mostBytes: options.mostBytes ?? defaultMostBytes,
      surnames: speech.surnames,
      synthesise: (utterance) => synthesise(utterance, this.#synthesiser),
      synthesiseLater: (utterance) => this.#later.synthesise(utterance),
      log: options.log,
      onFailure: (fault) => this.#noteFailure(fault),
    });
    this.#ready = this.#start();
  }

  say(phrase: PhraseKey, workerId: string | null, direction = this.#options.direction): void {
    const turn = (this.#turn += 1);
    if (this.#ending.signal.aborted) return;
    // After the caller's own work: the order to the relay goes first.
    setImmediate(() => {
      this.#speak(turn, phrase, { workerId, direction }).catch((error: unknown) => this.#logFault('sayFailed', error));
    });
  }

  prepare(workerId: string): Promise<void> {
    this.#preparing = this.#preparing.then(async () => {
      if (this.#ending.signal.aborted || this.#state === 'unavailable') return;
      await this.#nameClip(workerId, 'later').catch((error: unknown) => this.#logFault('prepareFailed', error));
    });
    return this.#preparing;
  }

  forget(workerId: string): Promise<void> {
    return this.#clips.forget(workerId);
  }

  ready(): Promise<void> {
    return this.#ready;
  }

  close(): void {
    this.#ending.abort();
    this.#later.close();
    if (this.#lookAgain) clearTimeout(this.#lookAgain);
  }

  async #start(): Promise<void> {
    try {
      await this.#checkState();
      if (this.#options.workerIds) await this.#clips.keepWorkers(this.#options.workerIds());
      if (this.#state !== 'ok') return;
      for (const part of this.#allParts()) if (part.kind === 'text') await this.#clips.phrase(part.text);
    } catch (error) {
      this.#logFault('startFailed', error);
    }
  }

  #allParts(): readonly PhrasePart[] {
    const templates = Object.values(this.#speech.phrases);
    const { direction, directions = [direction] } = this.#options;
    const partsOf = (template: string): readonly PhrasePart[] =>
      directions.flatMap((each) => greetingHours.flatMap((hour) => cutPhrase(template, each, hour)));
    return templates.flatMap(partsOf);
  }

  async #speak(
    turn: number,
    phrase: PhraseKey,
    { workerId, direction }: { readonly workerId: string | null; readonly direction: 'in' | 'out' },
  ): Promise<void> {
    const { clock, play, log } = this.#options;
    const parts = cutPhrase(this.#speech.phrases[phrase], direction, new Date(clock.now()).getHours());
    const sounds = await Promise.all(parts.map((part) => this.#soundOf(part, workerId)));
    // Somebody else stands at the gate by now, or the program ends.
    if (turn !== this.#turn || this.#ending.signal.aborted) return;
    const sentence = joinSounds(
      sounds.filter((sound) => sound !== null),
      gapMs,
    );
    if (sentence) play(toWav(sentence), this.#speech.volume);
    else log.debug('speech', 'nothingToSay', { phrase });
  }

  #soundOf(part: PhrasePart, workerId: string | null): Promise<Sound | null> {
    const { nameMs, phraseMs } = this.#options.patience ?? usualPatience;
    if (part.kind === 'text') return within(this.#clips.phrase(part.text), phraseMs);
    return workerId === null ? Promise.resolve(null) : within(this.#nameClip(workerId, 'now'), nameMs);
  }

  async #nameClip(workerId: string, urgency: 'now' | 'later'): Promise<Sound | null> {
    const { nameOf } = this.#options;
    const name = nameOf(workerId);
    if (name === null) return null;
    // When the program ends there is nobody to ask; the clip stays.
    return this.#clips.name(workerId, name, () => this.#ending.signal.aborted || nameOf(workerId) === name, urgency);
  }

  /** Looks whether espeak-ng works; while it does not, again every minute: it may be installed meanwhile. */
  #checkState(): Promise<void> {
    this.#check ??= (async () => {
      const state = (await canSynthesise(this.#synthesiser)) ? 'ok' : 'unavailable';
      this.#check = null;
      if (this.#ending.signal.aborted) return;
      if (this.#lookAgain) clearTimeout(this.#lookAgain);
      this.#lookAgain = state === 'ok' ? null : setTimeout(() => void this.#checkState(), lookAgainMs).unref();
      if (state === this.#state) return;
      this.#state = state;
      if (state === 'unavailable') this.#options.log.warn('speech', state, { code: 'speech.unavailable' });
      this.#options.onState(state);
    })();
    return this.#check;
  }

  #noteFailure(fault: Fault): void {
    if (this.#ending.signal.aborted || this.#state === 'unavailable') return; // known, and looked at every minute
    this.#logFault('synthesisFailed', fault);
    void this.#checkState();
  }

  #logFault(event: string, error: unknown): void {
    this.#options.log.warn('speech', event, { code: Fault.from(error, 'speech.unavailable', event).code });
  }
}
