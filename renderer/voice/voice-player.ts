/** Plays one WAV at a time; a new one cuts the one before short. */
export class VoicePlayer {
  #context: AudioContext | null = null;
  #source: AudioBufferSourceNode | null = null;
  #turn = 0;

  /** `volume` 0 to 1. Never throws: a terminal without a sound card works silently. */
  async play(wav: Uint8Array, volume: number): Promise<void> {
    const turn = ++this.#turn;
    this.#source?.stop();
    this.#source = null;
    try {
      this.#context ??= new AudioContext({ latencyHint: 'interactive' });
      const context = this.#context;
      if (context.state === 'suspended') void context.resume();
      const buffer = await context.decodeAudioData(wav.slice().buffer);
      if (turn !== this.#turn) return;
      const source = new AudioBufferSourceNode(context, { buffer });
      source.connect(new GainNode(context, { gain: volume })).connect(context.destination);
      source.start();
      this.#source = source;
    } catch (error) {
      console.error('voice', error);
    }
  }
}
