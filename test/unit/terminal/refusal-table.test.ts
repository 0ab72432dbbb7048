import { expect, it } from 'vitest';
import { readLivenessDetail, writeLivenessDetail } from '../../../src/shared/refusal-detail.ts';
import { createLog } from '../../../src/shared/log.ts';
import { laneLog } from '../../../src/terminal/lane-log.ts';
import { punchTable, refusalTable } from '../../../src/terminal/tables.ts';

const detail = {
  takenFor: 'print',
  cues: [
    { cue: 'depth', score: -4.4, reason: 'depth.flat' },
    { cue: 'texture', score: 0, reason: 'texture.clean' },
    { cue: 'movement', score: 1.2, reason: 'movement.blinked' },
  ],
};
const row = (text: string | null) => ({
  id: 1,
  at: '2026-05-01T08:00:00.000Z',
  atMs: 0,
  reason: 'attack',
  lane: 1,
  workerId: null,
  score: null,
  detail: text,
  hasPicture: false,
});

it.each([
  ['an attack', detail],
  ['nothing certain', { takenFor: null, cues: [] }],
])('what is written of %s is read again', (_, written) => {
  expect(readLivenessDetail(writeLivenessDetail(written))).toEqual(written);
});

it.each(['tooDark', 'cameraInfrared.frozen', '安全培训未完成: 请联系班组长', 'print: something else'])(
  'the detail "%s" is not taken for a liveness verdict',
  (other) => {
    expect(readLivenessDetail(other)).toBeNull();
    expect(refusalTable([row(other)])).toContain(other);
  },
);

it('the table of refusals names what an attempt was taken for and each cue that spoke', () => {
  expect(refusalTable([row(writeLivenessDetail(detail))])).toContain('print: depth.flat -4.4, movement.blinked +1.2\n');
  expect(refusalTable([row(null)])).toContain('attack');
});

it('the tables name the lane where something happened at the second, and have no column for it elsewhere', () => {
  const lineOf = (text: string, line: number): readonly string[] => (text.split('\n')[line] ?? '').split(/ {2,}/);
  expect(lineOf(refusalTable([row('tooDark')]), 0)).not.toContain('LANE');
  const two = refusalTable([{ ...row('tooDark'), lane: 2 }, row('tooDark')]);
  const column = lineOf(two, 0).indexOf('LANE');
  expect([1, 2].map((line) => lineOf(two, line)[column])).toEqual(['2', '1']);
  const punch = {
    id: 7,
    at: 'now',
    atMs: 0,
    workerId: 'w',
    name: null,
    direction: 'out',
    lane: 2,
    score: 1,
    threshold: 0.5,
  } as const;
  const punches = punchTable([{ ...punch, isClockDoubtful: false, hasPicture: false, upload: 'none', openings: [] }]);
  expect(lineOf(punches, 1)[lineOf(punches, 0).indexOf('LANE')]).toBe('2');
});

it('lines of the log name the second lane, and the first as where there is one only', () => {
  const lines: string[] = [];
  const log = createLog(
    (line) => lines.push(line),
    () => new Date(0),
    'debug',
  );
  for (const level of ['debug', 'info', 'warn', 'error'] as const)
    for (const lane of [1, 2] as const) laneLog(log, lane)[level]('gate', 'refused', { reason: 'unknown' });
  expect(lines.map((line) => (JSON.parse(line) as { readonly lane?: number }).lane)).toEqual([
    undefined,
    2,
    ...[undefined, 2],
    ...[undefined, 2],
    ...[undefined, 2],
  ]);
});
