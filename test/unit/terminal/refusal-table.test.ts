import { expect, it } from 'vitest';
import { readLivenessDetail, writeLivenessDetail } from '../../../src/shared/refusal-detail.ts';
import { refusalTable } from '../../../src/terminal/tables.ts';

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
