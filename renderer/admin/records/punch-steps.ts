import type { PunchStory } from '../../../src/shared/punch-view.ts';
import { faultText, text, type Language } from '../../../src/shared/texts/texts.ts';
import { faultCodes } from '../../../src/shared/fault.ts';

/** One thing that happened to a punch. */
export interface Step {
  /** ms since the epoch; null: not yet. */
  readonly atMs: number | null;
  readonly kind: 'good' | 'care' | 'plain';
  readonly words: string;
}

type Opening = PunchStory['openings'][number];

/** What happened to a punch, in order, in words. */
export function stepsOf(language: Language, punch: PunchStory): readonly Step[] {
  return [
    { atMs: punch.atMs, kind: 'good', words: text(language, 'punches.story.stored') },
    ...(punch.isClockDoubtful ? [{ atMs: null, kind: 'care', words: text(language, 'punches.clockDoubtful') } as const] : []),
    ...punch.openings.map((opening, at) => openingStep(language, opening, at > 0)),
    ...owedSteps(language, punch),
  ];
}

function openingStep(language: Language, { atMs, outcome, settledAtMs }: Opening, isRepeat: boolean): Step {
  const ms = settledAtMs === null ? 0 : Math.max(0, settledAtMs - atMs);
  const what = text(language, `punches.story.${outcome}`, { ms });
  const words = isRepeat ? text(language, 'punches.story.again', { what }) : what;
  return { atMs: settledAtMs ?? atMs, kind: outcome === 'opened' ? 'good' : outcome === 'pending' ? 'plain' : 'care', words };
}

function owedSteps(language: Language, { owed, upload }: PunchStory): readonly Step[] {
  if (owed === null || upload === 'none') return [{ atMs: null, kind: 'plain', words: text(language, 'punches.story.none') }];
  const { tries, lastError, updatedMs } = owed;
  const params = { platform: text(language, `people.platform.${owed.platform}`), tries };
  const isUntried = upload === 'waiting' && tries === 0;
  const key = upload === 'waiting' && !isUntried ? 'waitingTried' : upload;
  const step: Step = {
    atMs: isUntried ? null : updatedMs,
    kind: upload === 'sent' ? 'good' : upload === 'setAside' ? 'care' : 'plain',
    words: text(language, `punches.story.${key}`, params),
  };
  if (lastError === null) return [step];
  const error = text(language, 'punches.story.error', { error: errorWords(language, lastError) });
  return [step, { atMs: null, kind: 'care', words: error }];
}

/** A fault's code in words, with the rest as the platform said it; anything else as it stands. */
function errorWords(language: Language, error: string): string {
  const code = faultCodes.find((one) => error === one || error.startsWith(`${one}:`) || error.endsWith(`[${one}]`));
  return code === undefined ? error : `${faultText(language, code).what} (${error})`;
}
