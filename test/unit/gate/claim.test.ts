import { describe, expect, it } from 'vitest';
import { stepClaim, wantedOf } from '../../../src/gate/claim.ts';
import { noClaim } from '../../../src/gate/claim-state.ts';
import type { ClaimEffect, ClaimEvent, ClaimState, Shown } from '../../../src/gate/claim-state.ts';
import { waysOf, type OpensWith, type PassKind } from '../../../src/shared/opens-with.ts';

const limits = { waitMs: 10_000, faceGoneMs: 700 };

function shown(kind: PassKind, workerId: string | null, name: string | null = workerId): Shown {
  const face = kind === 'face' ? { track: 1, score: 0.8, threshold: 0.6, picture: null } : null;
  return { kind, workerId, name, face, code: null, codeToUse: null };
}

/** Plays events to a claim; answers every effect, and the state at the end. */
function play(opensWith: OpensWith, ...events: readonly ClaimEvent[]): { effects: ClaimEffect[]; state: ClaimState } {
  const effects: ClaimEffect[] = [];
  let state = noClaim;
  for (const event of events) {
    const [next, more] = stepClaim(state, event, { ...limits, ways: waysOf[opensWith] });
    state = next;
    effects.push(...more);
  }
  return { effects, state };
}

const at = (atMs: number, one: Shown): ClaimEvent => ({ kind: 'shown', shown: one, atMs });
const told = (effects: readonly ClaimEffect[]): string[] =>
  effects.map((effect) => {
    if (effect.kind === 'complete') return `complete ${effect.shown.map(({ kind }) => kind).join(' ')}`;
    if (effect.kind === 'ask') return `ask ${effect.wanted.join(' ')}`;
    return `${effect.reason} ${effect.workerId ?? '-'}`;
  });

it('a face alone is enough where a face opens, and asks for nothing else', () => {
  expect(told(play('face', at(0, shown('face', 'w'))).effects)).toEqual(['complete face']);
});

it('card and face complete each other in either order, the face named first', () => {
  const card = shown('icCard', 'w');
  const face = shown('face', 'w');
  expect(told(play('cardAndFace', at(0, card), at(500, face)).effects)).toEqual(['ask face', 'complete face icCard']);
  expect(told(play('cardAndFace', at(0, face), at(500, card)).effects)).toEqual(['ask icCard', 'complete face icCard']);
});

it('another worker’s card opens nothing, and neither of the two counts any longer', () => {
  const { effects, state } = play('cardAndFace', at(0, shown('face', 'a')), at(500, shown('icCard', 'b')));
  expect(told(effects)).toEqual(['ask icCard', 'notHolder b']);
  expect(state.held.size).toBe(0);
});

it('a card is not answered by a face that comes too late', () => {
  const { effects } = play('cardAndFace', at(0, shown('icCard', 'w')), at(10_000, shown('face', 'w')));
  expect(told(effects)).toEqual(['ask face', 'incomplete w', 'ask icCard']);
});

it('a face that left does not count for whoever holds a card next', () => {
  const face = at(0, shown('face', 'w'));
  const gone = play('cardAndFace', face, { kind: 'tick', atMs: 700 }, at(800, shown('icCard', 'w')));
  expect(told(gone.effects)).toEqual(['ask icCard', 'ask face']);
  const other = play('cardAndFace', face, { kind: 'faceSeen', track: 2, atMs: 100 }, at(200, shown('icCard', 'w')));
  expect(told(other.effects)).toEqual(['ask icCard', 'ask face']);
});

it('a face that stays before the camera waits for its card', () => {
  const seen = [600, 1_200, 1_800].map((atMs): ClaimEvent => ({ kind: 'faceSeen', track: 1, atMs }));
  const { effects } = play('cardAndFace', at(0, shown('face', 'w')), ...seen, at(2_000, shown('icCard', 'w')));
  expect(told(effects).at(-1)).toBe('complete face icCard');
});

it('what plays no part here changes nothing', () => {
  expect(play('face', at(0, shown('icCard', 'w')))).toEqual({ effects: [], state: noClaim });
  expect(play('card', at(0, shown('face', 'w')))).toEqual({ effects: [], state: noClaim });
});

it('face or card: each opens by itself', () => {
  expect(told(play('faceOrCard', at(0, shown('icCard', 'w'))).effects)).toEqual(['complete icCard']);
  expect(told(play('faceOrCard', at(0, shown('face', 'w'))).effects)).toEqual(['complete face']);
});

it('an identity card completes the face of whoever has its name, however its dot is written', () => {
  const face = shown('face', 'w', '迪丽·热巴');
  expect(told(play('idCardAndFace', at(0, face), at(1, shown('idCard', null, '迪丽•热巴 '))).effects).at(-1)).toBe(
    'complete face idCard',
  );
  expect(told(play('idCardAndFace', at(0, face), at(1, shown('idCard', null, '单雄信'))).effects).at(-1)).toBe('notHolder w');
});

it('a health code belongs to nobody, and opens nothing without face and identity card', () => {
  const opensWith = 'idCardAndHealthCodeAndFace';
  const health = at(0, shown('healthCode', null));
  expect(wantedOf(play(opensWith, health).state, waysOf[opensWith])).toEqual(['face', 'idCard']);
  const all = play(opensWith, health, at(1, shown('idCard', null, '张三')), at(2, shown('face', 'w', '张三')));
  expect(told(all.effects).at(-1)).toBe('complete face healthCode idCard');
});

describe('what does not say whose it is', () => {
  const opensWith = 'idCardAndHealthCodeAndFace';
  const code = shown('healthCode', null);
  const idCard = (name: string) => shown('idCard', null, name);
  const faceOf = (workerId: string, name: string, track: number): Shown => ({
    ...shown('face', workerId, name),
    face: { track, score: 0.8, threshold: 0.6, picture: null },
  });
  const seen = (track: number, ...times: readonly number[]): ClaimEvent[] =>
    times.map((atMs) => ({ kind: 'faceSeen', track, atMs }));
  const tick = (atMs: number): ClaimEvent => ({ kind: 'tick', atMs });

  it.each<[string, string, readonly ClaimEvent[]]>([
    ['after a while without a face', '李四', [tick(700), at(3_000, idCard('李四')), ...seen(2, 3_400)]],
    ['at once', '李四', [...seen(2, 600), at(3_000, idCard('李四'))]],
    ['with an identity card of the same name', '张三', [tick(700), at(3_000, idCard('张三')), ...seen(2, 3_400)]],
    ['face first', '李四', [...seen(2, 1_000)]],
  ])('is not carried on to who comes after the face that it was shown with: %s', (_, name, events) => {
    const first = [at(0, faceOf('a', '张三', 1)), at(100, code), ...seen(1, 300, 500)];
    const { effects } = play(opensWith, ...first, ...events, at(3_500, faceOf('b', name, 2)), at(3_600, idCard(name)));
    expect(told(effects).filter((what) => !what.startsWith('ask'))).toEqual([]);
    expect(told(effects).at(-1)).toBe('ask healthCode');
  });

  it('still counts for the worker himself, whose face was hidden behind what he held up', () => {
    const hidden = [at(0, idCard('张三')), at(500, faceOf('a', '张三', 1)), tick(1_300), at(1_500, code), ...seen(2, 2_500)];
    expect(told(play(opensWith, ...hidden, at(2_600, faceOf('a', '张三', 2))).effects).at(-1)).toBe(
      'complete face healthCode idCard',
    );
  });

  it('counts for the first face that comes behind it, also when that was hidden for a moment', () => {
    const before = [at(0, code), ...seen(1, 100), tick(900), ...seen(2, 1_500, 2_100), at(2_500, idCard('张三'))];
    expect(told(play(opensWith, ...before, at(3_000, faceOf('a', '张三', 2))).effects).at(-1)).toBe(
      'complete face healthCode idCard',
    );
  });

  it.each<[string, readonly ClaimEvent[]]>([
    ['left', [tick(2_100), ...seen(2, 3_000)]],
    ['made way for another', [...seen(1, 1_000, 2_000), ...seen(2, 2_100)]],
  ])('is gone when the first face behind it has %s', (_, events) => {
    const { effects, state } = play(opensWith, at(0, code), ...seen(1, 100), ...events, at(3_500, faceOf('b', '李四', 2)));
    expect([told(effects).at(-1), [...state.held.keys()]]).toEqual(['ask healthCode idCard', ['face']]);
  });

  it('is nobody’s of before once an identity card with another name is laid down', () => {
    const { state } = play(opensWith, at(0, code), at(1, idCard('张三')), at(2, idCard('李四')));
    expect([...state.held.keys()]).toEqual(['idCard']);
  });
});

it('what was shown waits for the end of a move that is asked for, and the rest comes after it', () => {
  const asked: ClaimEvent = { kind: 'challenged', untilMs: 12_000, atMs: 9_000 };
  const late = (atMs: number) =>
    told(play('cardAndFace', at(0, shown('icCard', 'w')), asked, at(atMs, shown('face', 'w'))).effects);
  expect([late(21_900).at(-1), late(22_000).at(-2)]).toEqual(['complete face icCard', 'incomplete w']);
  expect(play('cardAndFace', asked).state).toEqual(noClaim);
});

it('a face that opens for nobody since counts no more, whatever it was before', () => {
  const face = at(0, shown('face', 'w'));
  const refused: ClaimEvent = { kind: 'faceRefused', track: 1, atMs: 100 };
  expect(told(play('cardAndFace', face, refused, at(200, shown('icCard', 'w'))).effects).at(-1)).toBe('ask face');
  const another: ClaimEvent = { ...refused, track: 2 };
  expect(told(play('cardAndFace', face, another, at(200, shown('icCard', 'w'))).effects).at(-1)).toBe('complete face icCard');
});

it('a card that is held there twice is asked about again, and completes once', () => {
  const card = shown('icCard', 'w');
  const { effects, state } = play('cardAndFace', at(0, card), at(1_500, card), at(2_000, shown('face', 'w')));
  expect([told(effects), state]).toEqual([['ask face', 'ask face', 'complete face icCard'], noClaim]);
});

it('of two cards in a row the newest counts', () => {
  const two = [at(0, shown('icCard', 'a')), at(1_500, shown('icCard', 'b'))];
  expect(told(play('cardAndFace', ...two, at(2_000, shown('face', 'b'))).effects).at(-1)).toBe('complete face icCard');
  expect(told(play('cardAndFace', ...two, at(2_000, shown('face', 'a'))).effects).at(-1)).toBe('notHolder a');
});

it('no order of what is shown completes a way without each of its kinds from one person', () => {
  const all = [shown('face', 'a'), shown('face', 'b'), shown('icCard', 'a'), shown('icCard', 'b')];
  for (const first of all)
    for (const second of all)
      for (const third of all) {
        const { effects } = play('cardAndFace', at(0, first), at(1, second), at(2, third));
        for (const effect of effects) {
          if (effect.kind !== 'complete') continue;
          expect(effect.shown.map(({ kind }) => kind)).toEqual(['face', 'icCard']);
          expect(new Set(effect.shown.map(({ workerId }) => workerId)).size).toBe(1);
        }
      }
});
