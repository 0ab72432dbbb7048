import { describe, expect, it } from 'vitest';
import { step } from '../../../src/gate/passage.ts';
import { defaultLimits, initialState } from '../../../src/gate/passage-state.ts';
import type { PassageEffect, PassageEvent, PassageState, Recognised } from '../../../src/gate/passage-state.ts';
import { viewOf } from '../../../src/gate/view.ts';

const limits = { ...defaultLimits, repeatMs: 10_000 };
const shan: Recognised = { workerId: 'w1', name: '单雄信', barredReason: null, score: 0.8, threshold: 0.58, picture: null };
const li: Recognised = { ...shan, workerId: 'w2', name: '李逵' };

const recognised = (worker: Recognised, track: number, atMs: number): PassageEvent => ({
  kind: 'recognised',
  track,
  worker,
  atMs,
});
const refused = (reason: 'unknown' | 'poorView' | 'undecided', track: number, atMs: number): PassageEvent => ({
  kind: 'refused',
  track,
  reason,
  hint: null,
  workerId: null,
  score: null,
  detail: null,
  picture: null,
  atMs,
});

/** Runs events one after another and collects the effects. */
function run(
  events: readonly PassageEvent[],
  from: PassageState = initialState(),
): { state: PassageState; effects: PassageEffect[] } {
  const effects: PassageEffect[] = [];
  let state = from;
  for (const event of events) {
    const [next, asked] = step(state, event, limits);
    state = next;
    effects.push(...asked);
  }
  return { state, effects };
}

const kinds = (effects: readonly PassageEffect[]): string[] => effects.map((effect) => effect.kind);
const view = (state: PassageState) => viewOf(state, 'in', (ms) => ms);

/** An admitted passage of `worker`, recorded as `punchId`. */
const admitted = (worker: Recognised, track: number, atMs: number, punchId: number, passage: number): PassageEvent[] => [
  recognised(worker, track, atMs),
  { kind: 'recorded', passage, punchId, openingId: punchId * 10, atMs: atMs + 1 },
];

describe('a passage', () => {
  it('asks for the record first and for the gate only when the record is there', () => {
    const before = run([recognised(shan, 1, 1_000)]);
    expect(kinds(before.effects)).toEqual(['record']);
    const after = run([{ kind: 'recorded', passage: 1, punchId: 7, openingId: 70, atMs: 1_002 }], before.state);
    expect(after.effects).toEqual([
      { kind: 'openGate', openingId: 70, workerId: 'w1' },
      { kind: 'say', phrase: 'admitted', workerId: 'w1' },
    ]);
    expect(view(after.state)).toMatchObject({ state: 'admitted', name: '单雄信', gate: 'opening' });
  });

  it('keeps the gate shut and says so when the record fails', () => {
    const { state, effects } = run([recognised(shan, 1, 1_000), { kind: 'recordFailed', passage: 1, atMs: 1_001 }]);
    expect(kinds(effects)).toEqual(['record']);
    expect(view(state)).toMatchObject({ state: 'refused', reason: 'notRecorded' });
  });

  it('ignores a record of another passage', () => {
    const { effects } = run([
      recognised(shan, 1, 1_000),
      { kind: 'recorded', passage: 9, punchId: 1, openingId: 1, atMs: 1_001 },
    ]);
    expect(kinds(effects)).toEqual(['record']);
  });

  it('refuses an unknown face, notes it and never asks for the gate', () => {
    const { state, effects } = run([refused('unknown', 1, 500)]);
    expect(kinds(effects)).toEqual(['recordRefusal', 'say']);
    expect(view(state)).toMatchObject({ state: 'refused', reason: 'unknown' });
  });

  it('refuses a barred worker with the reason, however well he is recognised', () => {
    const { state, effects } = run([recognised({ ...shan, barredReason: '红码' }, 1, 500)]);
    expect(kinds(effects)).toEqual(['recordRefusal', 'say']);
    expect(view(state)).toMatchObject({ state: 'refused', reason: 'barred', detail: '红码' });
  });
});

describe('the repeat window', () => {
  it('opens again for the same person without a second punch, linked to the first', () => {
    const first = run(admitted(shan, 1, 1_000, 7, 1));
    const again = run([recognised(shan, 2, 6_000)], first.state);
    expect(again.effects).toEqual([{ kind: 'recordRepeat', passage: 2, punchId: 7 }]);
    const opened = run([{ kind: 'recorded', passage: 2, punchId: 7, openingId: 71, atMs: 6_001 }], again.state);
    expect(kinds(opened.effects)).toEqual(['openGate', 'say']);
    expect(view(opened.state)).toMatchObject({ state: 'alreadyIn', sinceMs: 1_001 });
  });

  it('counts from the punch, not from the last repeat', () => {
    const { effects } = run([...admitted(shan, 1, 0, 7, 1), ...admitted(shan, 2, 9_000, 7, 2), recognised(shan, 3, 10_500)]);
    expect(kinds(effects).filter((kind) => kind.startsWith('record'))).toEqual(['record', 'recordRepeat', 'record']);
  });

  it('does not touch other people', () => {
    const { effects } = run([...admitted(shan, 1, 0, 7, 1), recognised(li, 2, 1_000)]);
    expect(effects.at(-1)).toMatchObject({ kind: 'record', worker: { workerId: 'w2' } });
  });

  it('does not count a punch of the future, which a wrong clock made', () => {
    const { effects } = run([recognised(shan, 1, 3_000)], initialState(new Map([['w1', { punchId: 4, atMs: 86_400_000 }]])));
    expect(kinds(effects)).toEqual(['record']);
  });

  it('survives a restart', () => {
    const { effects } = run([recognised(shan, 1, 3_000)], initialState(new Map([['w1', { punchId: 4, atMs: -2_000 }]])));
    expect(effects).toEqual([{ kind: 'recordRepeat', passage: 1, punchId: 4 }]);
  });
});

describe('the screen', () => {
  it('shows the outcome for its time and then rests', () => {
    const { state } = run(admitted(shan, 1, 1_000, 7, 1));
    expect(view(run([{ kind: 'noFace', atMs: 2_900 }], state).state).state).toBe('admitted');
    expect(view(run([{ kind: 'noFace', atMs: 3_001 }], state).state).state).toBe('idle');
  });

  it('lets the next face cut an outcome short, but not the same face', () => {
    const { state } = run(admitted(shan, 1, 1_000, 7, 1));
    expect(view(run([{ kind: 'looking', track: 1, hint: null, atMs: 1_200 }], state).state).state).toBe('admitted');
    expect(view(run([{ kind: 'looking', track: 2, hint: 'comeCloser', atMs: 1_200 }], state).state)).toEqual({
      state: 'approaching',
      hint: 'comeCloser',
    });
  });

  it('keeps a worker on the approach through a short gap', () => {
    const { state } = run([{ kind: 'looking', track: 1, hint: null, atMs: 1_000 }]);
    expect(view(run([{ kind: 'noFace', atMs: 1_300 }], state).state).state).toBe('approaching');
    expect(view(run([{ kind: 'noFace', atMs: 1_700 }], state).state).state).toBe('idle');
  });

  it('keeps the name while the gate does not answer, until it does', () => {
    const silent = run([
      ...admitted(shan, 1, 1_000, 7, 1),
      { kind: 'openingSettled', openingId: 70, outcome: 'notAnswering', atMs: 1_200 },
    ]);
    expect(silent.effects.at(-1)).toEqual({ kind: 'say', phrase: 'notAnswering', workerId: null });
    expect(view(run([{ kind: 'tick', atMs: 5_000 }], silent.state).state)).toMatchObject({
      name: '单雄信',
      gate: 'notAnswering',
    });
    const back = run(
      [
        { kind: 'gateAnswers', atMs: 5_000 },
        { kind: 'tick', atMs: 5_001 },
      ],
      silent.state,
    );
    expect(view(back.state).state).toBe('idle');
  });

  it('says nothing of a gate where none is configured', () => {
    const { state, effects } = run([
      ...admitted(shan, 1, 1_000, 7, 1),
      { kind: 'openingSettled', openingId: 70, outcome: 'noGate', atMs: 1_001 },
    ]);
    expect(effects.at(-1)).toEqual({ kind: 'say', phrase: 'admitted', workerId: 'w1' });
    expect(view(state)).toMatchObject({ state: 'admitted', gate: 'none' });
  });

  it('does not change the next passage when an earlier opening settles late', () => {
    const { state } = run([
      ...admitted(shan, 1, 1_000, 7, 1),
      ...admitted(li, 2, 1_500, 8, 2),
      { kind: 'openingSettled', openingId: 70, outcome: 'unknown', atMs: 1_600 },
    ]);
    expect(view(state)).toMatchObject({ name: '李逵', gate: 'opening' });
  });
});

describe('a challenge', () => {
  const picture = Uint8Array.of(7);
  const asked = (track: number, atMs: number, step: 'holdStill' | 'blink' | 'nod' = 'blink', untilMs = 6_000): PassageEvent => ({
    kind: 'challenge',
    track,
    step,
    untilMs,
    asked: { workerId: 'shan', score: 0.7, picture },
    atMs,
  });
  const said = (effects: readonly PassageEffect[]) =>
    effects.flatMap((effect) => (effect.kind === 'say' ? [effect.phrase] : [effect.kind]));

  it('is said once, and again when another move follows or another person stands there', () => {
    const { effects } = run([asked(1, 1_000), asked(1, 1_100), asked(1, 1_200, 'nod', 7_000), asked(2, 1_300, 'nod', 7_000)]);
    expect(said(effects)).toEqual(['blink', 'nod', 'recordRefusal', 'nod']);
  });

  it('says to hold still only to somebody who has not done so after a while, once', () => {
    const hold = [1_000, 1_500, 2_100].map((atMs) => asked(1, atMs, 'holdStill'));
    expect(said(run([...hold, asked(1, 2_150)]).effects)).toEqual(['blink']);
    expect(said(run([...hold, asked(1, 2_200, 'holdStill'), asked(1, 4_000, 'holdStill')]).effects)).toEqual(['holdStill']);
    expect(said(run([...hold, asked(2, 2_200, 'holdStill')]).effects)).toEqual(['recordRefusal']);
  });

  it('is over when nobody is there any more', () => {
    const { state } = run([asked(1, 1_000)]);
    expect(view(state)).toEqual({ state: 'challenge', step: 'blink', untilMs: 6_000 });
    expect(view(run([{ kind: 'noFace', atMs: 1_500 }], state).state).state).toBe('challenge');
    // A slow machine may have looked at nothing in between.
    expect(view(run([{ kind: 'noFace', atMs: 1_750 }], state).state).state).toBe('challenge');
    expect(
      view(
        run(
          [
            { kind: 'noFace', atMs: 1_100 },
            { kind: 'tick', atMs: 1_800 },
          ],
          state,
        ).state,
      ).state,
    ).toBe('idle');
  });

  it('stays for its time, and nobody is written down, while a busy machine looks at no frame', () => {
    const { state } = run([asked(1, 1_000), { kind: 'noFace', atMs: 1_100 }, asked(1, 1_200)]);
    const waiting = run([{ kind: 'tick', atMs: 5_900 }], state);
    expect(view(waiting.state)).toEqual({ state: 'challenge', step: 'blink', untilMs: 6_000 });
    expect(kinds(run([asked(1, 5_950)], waiting.state).effects)).toEqual([]);
    const over = run([{ kind: 'tick', atMs: 6_700 }], waiting.state);
    expect(view(over.state).state).toBe('idle');
    expect(over.effects).toMatchObject([{ kind: 'recordRefusal', detail: 'challenge.abandoned' }]);
  });

  it.each<[string, PassageEvent]>([
    ['is gone', { kind: 'noFace', atMs: 1_750 }],
    ['has made room for another face', { kind: 'looking', track: 2, hint: null, atMs: 1_200 }],
    ['has made room for another worker', recognised(li, 2, 1_200)],
    ['has made room for a stranger', refused('unknown', 2, 1_200)],
  ])('is written down once, with face and score, when whoever was asked %s without an answer', (_, event) => {
    const written = { kind: 'recordRefusal', reason: 'undecided', workerId: 'shan', score: 0.7, picture };
    const { state, effects } = run([asked(1, 1_000), { kind: 'noFace', atMs: 1_050 }, event]);
    expect(effects.find(({ kind }) => kind !== 'say')).toEqual({ ...written, detail: 'challenge.abandoned' });
    const after = run(
      [
        { kind: 'tick', atMs: 9_000 },
        { kind: 'noFace', atMs: 9_100 },
      ],
      state,
    ).effects;
    expect(kinds(after)).not.toContain('recordRefusal');
  });

  it.each<[string, PassageEvent]>([
    ['who is let in', recognised(shan, 1, 1_100)],
    ['who is refused for what he did', refused('undecided', 1, 1_100)],
    ['who is seen badly for a moment', { kind: 'noFace', atMs: 1_100 }],
    ['who is asked for another move', asked(1, 1_100, 'nod')],
  ])('is not written down as unanswered of somebody %s', (_, event) => {
    const { effects } = run([asked(1, 1_000), event]);
    const details = effects.map((effect) => (effect.kind === 'recordRefusal' ? effect.detail : null));
    expect(details).not.toContain('challenge.abandoned');
  });

  it('does not disturb a passage that is being recorded', () => {
    const { state, effects } = run([recognised(shan, 1, 1_000), asked(1, 1_001)]);
    expect(kinds(effects)).toEqual(['record']);
    expect(view(state).state).toBe('approaching');
  });

  it('gives way to the refusal', () => {
    const { state } = run([asked(1, 1_000), refused('undecided', 1, 1_100)]);
    expect(view(state)).toMatchObject({ state: 'refused', reason: 'undecided' });
  });
});

describe('one appearance', () => {
  const byCard: Recognised = { ...shan, score: 0, threshold: 0, proof: { kinds: ['icCard'], code: null } };
  const asked = (track: number, atMs: number): PassageEvent => ({
    kind: 'challenge',
    track,
    step: 'turnLeft',
    untilMs: 6_000,
    asked: { workerId: 'shan', score: 0.7, picture: null },
    atMs,
  });
  const openings = (effects: readonly PassageEffect[]) => effects.filter(({ kind }) => kind === 'openGate').length;
  const settled = (outcome: 'opened' | 'unknown' | 'notAnswering', atMs: number): PassageEvent => ({
    kind: 'openingSettled',
    openingId: 70,
    outcome,
    atMs,
  });

  it.each([
    ['by his card while his face is asked', 1],
    ['by his card before his face came', -1],
  ])('gives one opening to who is let in %s, and asks him for nothing more while he is welcomed', (_, track) => {
    const letIn = [asked(1, 500), ...admitted(byCard, track, 1_000, 7, 1), settled('opened', 1_050)];
    const { state, effects } = run([...letIn, asked(1, 1_100), asked(1, 1_200), recognised(shan, 1, 1_600)]);
    expect([view(state).state, openings(effects)]).toEqual(['admitted', 1]);
    expect(effects.filter(({ kind }) => kind === 'say').length).toBe(2);
    const late = run([asked(1, 3_100), recognised(shan, 1, 4_000)], state);
    expect([view(late.state), openings(late.effects)]).toMatchObject([{ state: 'alreadyIn', gate: 'opened', sinceMs: 1_001 }, 0]);
  });

  it('gives one opening to who holds his card twice in a row, and another when he does so after a while', () => {
    const { effects, state } = run([...admitted(byCard, -1, 1_000, 7, 1), recognised(byCard, -1, 2_500)]);
    expect(openings(effects)).toBe(1);
    expect(kinds(run([recognised(byCard, -1, 4_000)], state).effects)).toEqual(['recordRepeat']);
  });

  it('is not refused because he did not make the move that he was told no more, only for a verdict against him', () => {
    const { state } = run(admitted(byCard, 1, 1_000, 7, 1));
    const quiet = run([refused('undecided', 1, 1_500), refused('poorView', 1, 1_600)], state);
    expect([quiet.effects, view(quiet.state).state]).toEqual([[], 'admitted']);
    expect(kinds(run([refused('unknown', 1, 1_500)], state).effects)).toEqual(['recordRefusal', 'say']);
    expect(kinds(run([refused('undecided', 2, 1_500)], state).effects)).toEqual(['recordRefusal']);
  });

  it('is over when he comes again', () => {
    const { state } = run(admitted(shan, 1, 1_000, 7, 1));
    expect(kinds(run([recognised(shan, 2, 4_000)], state).effects)).toEqual(['recordRepeat']);
  });

  it('does not keep out another worker, whose face stands there while his companion’s card opens', () => {
    const { state, effects } = run([...admitted(byCard, 1, 1_000, 7, 1), recognised(li, 1, 1_500)]);
    expect(effects.at(-1)).toMatchObject({ kind: 'record', worker: { workerId: 'w2' } });
    const both = run(
      [{ kind: 'recorded', passage: 2, punchId: 8, openingId: 80, atMs: 1_501 }, recognised(shan, 1, 1_600)],
      state,
    );
    expect(openings(both.effects)).toBe(1);
  });

  it.each(['unknown', 'notAnswering'] as const)('gives another opening to whose first one was %s', (outcome) => {
    const { state } = run([...admitted(shan, 1, 1_000, 7, 1), settled(outcome, 1_200)]);
    const again = run([asked(1, 1_300), recognised(shan, 1, 1_500)], state);
    expect(kinds(again.effects)).toEqual(['say', 'recordRepeat']);
  });

  it('is over when he left by the other lane', () => {
    const left: PassageEvent = {
      kind: 'countedElsewhere',
      workerId: 'w1',
      counted: { punchId: 8, atMs: 1_500 },
      isSameDirection: false,
    };
    expect(kinds(run([...admitted(shan, 1, 1_000, 7, 1), left, recognised(shan, 1, 1_900)]).effects).at(-1)).toBe('record');
  });
});
