import { describe, expect, it } from 'vitest';
import { SessionReplay } from '../../../../src/recognition/liveness/lab/replay.ts';
import type { JudgedSession } from '../../../../src/recognition/liveness/lab/score.ts';
import type { Draws } from '../../../../src/recognition/liveness/challenge-liveness.ts';
import type { JudgeCall } from '../../../../src/recognition/liveness/liveness-call.ts';
import type { Liveness, LivenessFrame, LivenessVerdict } from '../../../../src/recognition/liveness/liveness.ts';
import type { ChallengeAction } from '../../../../src/shared/challenge.ts';
import { observationOf } from '../faces.ts';

const votesOf = (score: number) => [{ cue: 'depth', score, reason: 'depth.x', attack: null } as const];
const open = (score: number, isOver = false): LivenessVerdict => ({
  ...{ kind: 'undecided', hint: null, isOver, why: null, votes: votesOf(score) },
});
const live = (score: number): LivenessVerdict => ({ kind: 'live', votes: votesOf(score) });
const attack = (score: number): LivenessVerdict => ({ kind: 'attack', attack: 'print', votes: votesOf(score) });
const ask = (action: ChallengeAction, untilMs = 5_000, step: ChallengeAction | 'holdStill' = action): LivenessVerdict => ({
  ...{ kind: 'challenge', step, action, untilMs },
});
const askedOf = (verdict: LivenessVerdict) => (verdict.kind === 'challenge' ? verdict : null);

/** What the gate told its judge of a frame, and what that said. */
interface Told extends Partial<JudgeCall> {
  readonly gate?: LivenessVerdict;
  /** The gate had decided already. */
  readonly isSettled?: boolean;
}

class Session {
  readonly told: LivenessFrame[] = [];
  readonly #replay: SessionReplay;
  #atMs = 1_000;
  draws: Draws = {};

  /** `verdicts`: of the judge of today, in turn; the last one for good. */
  constructor(verdicts: readonly LivenessVerdict[], mode: Liveness['mode'] = 'infrared') {
    let next = 0;
    this.#replay = new SessionReplay((draws) => {
      this.draws = draws;
      const judge = (frame: LivenessFrame): LivenessVerdict => {
        this.told.push(frame);
        const verdict = verdicts[Math.min(next++, verdicts.length - 1)] ?? open(0);
        return verdict;
      };
      const nothing = (): void => undefined;
      return { mode, isAvailable: true, judge, watch: nothing, lose: nothing, troubles: { visible: null, infrared: null } };
    });
  }

  /** A face for each, 100 ms apart. */
  show(...frames: readonly Told[]): this {
    for (const { gate, isSettled = false, ...more } of frames) {
      this.#atMs += 100;
      const observation = { ...observationOf({ mark: 0 }), frame: this.#atMs, takenAtMs: this.#atMs };
      const of = { frame: this.#atMs, takenAtMs: this.#atMs, atMs: this.#atMs, track: 1 };
      this.#replay.take({ frame: observation });
      this.#replay.take({ call: { call: 'watch', ...of } });
      if (isSettled) continue;
      const said = gate === undefined ? null : { kind: gate.kind, asked: askedOf(gate) };
      const told = { attempt: 1, isGoodView: true, isSamePerson: true, isWanted: true, said };
      this.#replay.take({ call: { call: 'judge', ...of, ...told, ...more } });
    }
    return this;
  }

  wait(ms: number): this {
    this.#atMs += ms;
    return this;
  }

  get result(): JudgedSession {
    return this.#replay.result('print');
  }
}

describe('a recorded session', () => {
  it('is refused at the first accusation, with the highest total until then', () => {
    const session = new Session([open(1), attack(-5), live(9)]).show({}, {}, {});
    expect(session.result).toEqual({ label: 'print', outcome: 'refused', score: 1, cues: { depth: -5 } });
  });

  it('stays let in once the gate has opened, however high the total goes', () => {
    const session = new Session([live(3), open(8), attack(-9)]).show({}, {}, {});
    expect(session.result).toMatchObject({ outcome: 'letIn', score: 8 });
  });

  it('has no answer when nobody is seen', () => {
    expect(new Session([live(9)]).result).toEqual({ label: 'print', outcome: 'none', score: null, cues: {} });
  });

  it('has no answer when the time of a look is over before the cues are enough', () => {
    const session = new Session([open(1), open(2), live(9)]).show({}, {}).wait(4_000).show({});
    expect(session.result).toMatchObject({ outcome: 'none', score: 2 });
  });

  it('has no answer once the judge’s own time is over, but not before somebody is known who could be asked', () => {
    const verdicts = [open(1, true), live(9)];
    expect(new Session(verdicts).show({}, {}).result).toMatchObject({ outcome: 'none', score: 1 });
    expect(new Session(verdicts).show({ isWanted: false }, {}).result).toMatchObject({ outcome: 'letIn' });
  });

  it('is judged on where the gate was satisfied sooner than the judge of today', () => {
    const settled = { isSettled: true };
    expect(new Session([open(1), open(2), live(5)]).show({ gate: live(5) }, settled, settled, settled).result).toMatchObject({
      outcome: 'letIn',
    });
  });

  it('of somebody whom the gate had let in before it began is judged all the same', () => {
    const settled = { isSettled: true };
    expect(new Session([open(1), live(5)]).show(settled, settled, settled).result).toMatchObject({ outcome: 'letIn' });
  });

  it('tells the judge what the gate told it, and no name', () => {
    const session = new Session([open(1)]).show({ attempt: 7, isGoodView: false, isSamePerson: false, isWanted: true });
    expect(session.told).toMatchObject([
      { attempt: 7, isGoodView: false, isSamePerson: false, wanted: 'worker of attempt 7', atMs: 1_100 },
    ]);
  });
});

describe('somebody who was asked for a move', () => {
  const asked = { gate: ask('nod') };

  it('is let in when the judge of today finds his answer right, and refused when not', () => {
    const seen = [open(1, false), ask('nod'), ask('nod')];
    const gate = [{ gate: open(1) }, asked, asked, { gate: live(2) }];
    expect(new Session([...seen, live(2)]).show(...gate).result).toMatchObject({ outcome: 'askedLetIn', score: 1 });
    expect(new Session([...seen, open(2, true)]).show(...gate).result).toMatchObject({ outcome: 'askedRefused' });
    expect(new Session([...seen, attack(-9)]).show(...gate).result).toMatchObject({ outcome: 'askedRefused', score: 1 });
    const broken: LivenessVerdict = { kind: 'unavailable', why: 'cameraInfrared.frozen' };
    expect(new Session([...seen, broken]).show(...gate).result).toMatchObject({ outcome: 'askedRefused' });
  });

  it('is refused when he leaves the question, asked once more or not', () => {
    expect(new Session([ask('nod')]).show(asked).result).toMatchObject({ outcome: 'askedRefused' });
    const again = { gate: ask('nod', 9_000), attempt: 2 };
    expect(new Session([ask('nod'), ask('nod', 9_000)]).show(asked, again).result).toMatchObject({ outcome: 'askedRefused' });
  });

  it('is asked for the moves that were drawn then', () => {
    const session = new Session([open(1)]);
    session.show(asked);
    expect(session.draws.first?.((below) => below - 1)).toBe('nod');
    session.show({ gate: ask('turnRight', 9_000) });
    expect(session.draws.next?.(['blink', 'nod'])).toBe('turnRight');
    // What may not be asked for now is not.
    expect(session.draws.next?.(['turnRight'])).toBe('blink');
  });

  it.each<[string, readonly LivenessVerdict[], readonly Told[]]>([
    ['nobody was asked then', [ask('nod'), live(2)], [{ gate: open(1) }, { gate: live(3) }]],
    [
      'the gate had let in already',
      [open(1), ask('nod'), live(2)],
      [{ gate: live(3) }, { isSettled: true }, { isSettled: true }],
    ],
    ['another move was asked for then', [ask('nod'), live(2)], [{ gate: ask('turnLeft') }, { gate: live(2) }]],
    [
      'a second move is asked for that nobody was asked then',
      [ask('nod'), ask('turnLeft', 9_000), live(2)],
      [asked, asked, asked],
    ],
    ['an older version kept no answers', [ask('nod'), live(2)], [{}, {}]],
  ])('has given no answer when %s', (_, verdicts, told) => {
    expect(new Session(verdicts).show(...told).result).toMatchObject({ outcome: 'unanswered' });
  });

  it('has given no answer to a move that is named to him at quite another time', () => {
    const at = (waitMs: number) =>
      new Session([open(1), ask('nod'), live(2)])
        .show(asked)
        .wait(waitMs)
        .show(asked, { gate: live(2) }).result.outcome;
    expect([at(200), at(1_500)]).toEqual(['askedLetIn', 'unanswered']);
  });

  it('answers as well when the gate knew him only at its second look', () => {
    const again = { gate: ask('nod', 8_000), attempt: 2 };
    // The judge of today would have asked the stranger of the first look at once.
    const session = new Session([open(1), ask('nod'), ask('nod', 8_000), live(3)], 'challenge');
    session.show({ gate: open(1), isWanted: false }, { isSettled: true }).wait(3_000);
    expect(session.show(again, again, { gate: live(1), attempt: 2 }).result).toMatchObject({ outcome: 'askedLetIn' });
  });

  it('has no total score where nothing but a move decides', () => {
    const session = new Session([open(1), ask('nod'), live(2)], 'challenge').show({ gate: open(1) }, asked, { gate: live(2) });
    expect(session.result).toMatchObject({ outcome: 'askedLetIn', score: null, cues: { depth: 1 } });
  });
});
