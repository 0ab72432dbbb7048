import type { PhraseKey } from '../../../src/gate/ports.ts';
import { Config } from '../../../src/config/schema.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { createVoice } from '../../../src/speech/voice.ts';
import { parseWav } from '../../../src/speech/wav.ts';

/** How long each phrase sounds, s; null where nothing can be synthesised. `dir`: for the clips. */
export async function phraseLengths<Key extends PhraseKey>(
  dir: string,
  phrases: readonly Key[],
): Promise<Readonly<Record<Key, number>> | null> {
  let hear: (wav: Uint8Array) => void = () => undefined;
  let isAble = false;
  const voice = createVoice(Config.parse({}).speech, {
    ...{ dir, log: silentLog, clock: systemClock, direction: 'in', nameOf: () => null },
    play: (wav) => hear(wav),
    onState: (state) => (isAble = state === 'ok'),
  });
  try {
    await voice.ready();
    if (!isAble) return null;
    const lengths: [Key, number][] = [];
    for (const phrase of phrases) {
      const { promise, resolve } = Promise.withResolvers<Uint8Array>();
      hear = resolve;
      voice.say(phrase, null);
      const { samples, sampleRate } = parseWav(await promise);
      lengths.push([phrase, samples.length / sampleRate]);
    }
    return Object.fromEntries(lengths) as Record<Key, number>;
  } finally {
    voice.close();
  }
}
