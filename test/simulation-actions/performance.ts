import { challengeActions, type ChallengeAction } from '../../src/shared/challenge.ts';
import { chanceFor } from '../simulation/chance.ts';
import type { Actor } from './actor.ts';
import { frameOf, type Frame } from './judging.ts';
import { FRAME_MS, scriptOf, type Script } from './scripts.ts';
import type { Eyes } from './seeing.ts';

/** A move that somebody made, as it was seen. */
export interface Performance {
  readonly name: string;
  readonly action: ChallengeAction;
  /** After coming closer. */
  readonly next: Exclude<ChallengeAction, 'comeCloser'>;
  readonly script: Pick<Script, 'farMs' | 'leavesMs' | 'endsMs' | 'lengthMs'>;
  readonly frames: readonly Frame[];
}

const nexts = challengeActions.filter((action) => action !== 'comeCloser');

/** Renders the move and looks at each frame anew. `watch`: is shown each picture, for looking at them. */
export async function perform(
  actor: Actor,
  name: string,
  action: ChallengeAction,
  eyes: Eyes,
  watch: (picture: ReturnType<Actor['show']>, atMs: number) => void = () => undefined,
): Promise<Performance> {
  const random = chanceFor('script', name, action);
  const next = nexts[Math.floor(random() * nexts.length)] ?? 'turnLeft';
  const script = scriptOf(action, next, random);
  const frames: Frame[] = [];
  for (let atMs = 0; atMs <= script.lengthMs; atMs += FRAME_MS) {
    const picture = actor.show(script.at(atMs));
    watch(picture, atMs);
    const seen = await eyes.see(picture);
    if (seen) frames.push(frameOf(seen, atMs));
  }
  const { farMs, leavesMs, endsMs, lengthMs } = script;
  return { name, action, next, script: { farMs, leavesMs, endsMs, lengthMs }, frames };
}
