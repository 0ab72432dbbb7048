import { describe, expect, it } from 'vitest';
import { auc, rateOf, trialsFor } from '../../../../src/recognition/liveness/lab/rates.ts';
import { reportText, warnings } from '../../../../src/recognition/liveness/lab/report.ts';
import { scoreSessions, thresholdFor, type JudgedSession } from '../../../../src/recognition/liveness/lab/score.ts';

const session = (
  label: JudgedSession['label'],
  outcome: JudgedSession['outcome'],
  score: number | null = null,
  cues: JudgedSession['cues'] = {},
): JudgedSession => ({ label, outcome, score, cues });
const many = (count: number, one: JudgedSession): JudgedSession[] => Array.from({ length: count }, () => one);

describe('Wilson’s interval', () => {
  // Reference values: Newcombe (1998), Statistics in Medicine 17, table I.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i is the published one', (count, of, low, high) => {
    const rate = rateOf(count, of);
    expect([rate.low, rate.high]).toEqual([expect.closeTo(low, 4), expect.closeTo(high, 4)]);
  });

  it('of nothing is everything', () => {
    expect(rateOf(0, 0)).toEqual({ count: 0, of: 0, share: null, low: 0, high: 1 });
  });

  it('comes down to a share after as many trials without an error as are said to be needed', () => {
    const needed = trialsFor(0.01);
    expect(rateOf(0, needed).high).toBeLessThanOrEqual(0.01);
    expect(rateOf(0, needed - 2).high).toBeGreaterThan(0.01);
  });
});

it.each([
  ['apart', [3, 4], [1, 2], 1],
  ['turned round', [1, 2], [3, 4], 0],
  ['the same', [1, 1], [1, 1], 0.5],
  ['interleaved', [1, 3], [2, 4], 0.25],
])('the area under the curve of two that are %s', (_, higher, lower, area) => {
  expect(auc(higher, lower)).toBe(area);
});

it('there is no area under the curve of nothing', () => {
  expect(auc([], [1])).toBeNull();
});

describe('the count', () => {
  const sessions = [
    ...many(7, session('live', 'letIn', 5)),
    ...many(1, session('live', 'refused', -5)),
    ...many(2, session('live', 'none')),
    ...many(8, session('print', 'refused', -5)),
    ...many(1, session('print', 'letIn', 4)),
    ...many(1, session('print', 'none')),
    ...many(4, session('screen', 'none')),
  ];
  const counted = scoreSessions(sessions);

  it('leaves presentations without an answer out of the error rates and counts them beside', () => {
    expect(counted.live).toMatchObject({ sessions: 10, bpcer: { count: 1, of: 8 }, bpnrr: { count: 2, of: 10 } });
    expect(counted.species).toMatchObject([
      { label: 'print', sessions: 10, apcer: { count: 1, of: 9 }, apnrr: { count: 1, of: 10 } },
      { label: 'screen', sessions: 4, apcer: { count: 0, of: 0, share: null }, apnrr: { count: 4, of: 4 } },
    ]);
  });

  it('tells who was let in or refused at once from who was asked, each with its interval, and leaves out whose answer is not known', () => {
    const asked = scoreSessions([
      ...many(6, session('live', 'letIn', 5)),
      ...many(2, session('live', 'askedLetIn', 1)),
      ...many(1, session('live', 'askedRefused', 1)),
      ...many(1, session('live', 'none', 1)),
      ...many(4, session('live', 'unanswered', 1)),
      ...many(3, session('print', 'askedLetIn', 1)),
      ...many(5, session('print', 'askedRefused', 1)),
    ]);
    expect(asked.live).toMatchObject({ sessions: 14, bpcer: { count: 1, of: 9 }, bpnrr: { count: 1, of: 10 } });
    expect(asked.live.outcomes).toMatchObject({
      letIn: { count: 6, of: 10 },
      askedLetIn: { count: 2, of: 10 },
      askedRefused: { count: 1, of: 10 },
      refused: { count: 0, of: 10 },
      unanswered: 4,
    });
    expect(asked.species).toMatchObject([{ label: 'print', apcer: { count: 3, of: 8 } }]);
    const text = reportText(asked);
    expect(text).toMatch(/live\n +let in at once +60\.0 % \(6\/10; 31\.3 % to 83\.2 %\)\n +asked and let in +20\.0 %/);
    expect(text).toContain('left out: 4 would be asked for a move, and no answer to it was recorded');
    expect(text).toContain('record those left out again');
  });

  it('of a site that asks everybody has no threshold, and says why', () => {
    const text = reportText(
      scoreSessions([session('live', 'askedLetIn', null, { movement: 1 }), session('print', 'askedRefused')]),
    );
    expect(text).toContain('Moves decide here.');
    expect(text).not.toContain('No total score');
  });

  it('does not take one kind of attack for another', () => {
    expect(counted.species.map(({ label }) => label)).toEqual(['print', 'screen']);
  });

  it('is said in words, with what is missing', () => {
    const text = reportText(counted);
    expect(text).toContain('11.1 % (1/9;');
    expect(text).toContain('no answers');
    expect(warnings(counted)).toEqual(expect.arrayContaining([expect.stringContaining('nothing was recorded of: paper mask')]));
    expect(warnings(counted)).toEqual(expect.arrayContaining([expect.stringContaining('print 10, screen 4, live 10')]));
  });
});

describe('the threshold', () => {
  it('is the lowest score that lets one attack in a hundred through, and tells what it costs', () => {
    const attacks = Array.from({ length: 200 }, (_, i) => session('print', 'refused', i / 100));
    const live = [session('live', 'letIn', 1), ...many(3, session('live', 'letIn', 3))];
    // 1.98 and 1.99 are the two of two hundred that may pass.
    expect(thresholdFor([...attacks, ...live])).toMatchObject({
      score: 1.98,
      apcer: { count: 2, of: 200 },
      bpcer: { count: 1, of: 4 },
    });
  });

  it('holds for the worst kind of attack, not for all of them together', () => {
    const prints = many(200, session('print', 'refused', -5));
    const masks = [session('paperMask', 'letIn', 2)];
    const live = [session('live', 'letIn', 1), session('live', 'letIn', 3)];
    expect(thresholdFor([...prints, ...masks, ...live])?.score).toBe(3);
  });

  it('does not exist when the best attack beats every living face, or one side is missing', () => {
    expect(thresholdFor([session('print', 'letIn', 9), session('live', 'letIn', 3)])).toBeNull();
    expect(thresholdFor(many(5, session('live', 'letIn', 3)))).toBeNull();
  });
});

it('a cue that was silent in a session counts as saying nothing there', () => {
  const { cues } = scoreSessions([
    session('live', 'letIn', 3, { depth: 2 }),
    session('live', 'letIn', 3, {}),
    session('print', 'refused', -3, { depth: 0, glint: -1 }),
    session('print', 'none', null, {}),
  ]);
  expect(cues).toEqual([
    { cue: 'depth', sessions: 1, auc: { print: 0.75, screen: null, paperMask: null } },
    { cue: 'glint', sessions: 1, auc: { print: 1, screen: null, paperMask: null } },
  ]);
});
