import { describe, expect, it } from 'vitest';
import { judgeSession, type Opinion, type TrackJudge } from '../../../../src/recognition/liveness/lab/replay.ts';
import type { FrameObservation } from '../../../../src/shared/vision/observation.ts';
import { observationOf } from '../faces.ts';

/** Frames 100 ms apart of the track given for each; null: nobody there. */
const framesOf = (tracks: readonly (number | null)[]): FrameObservation[] =>
  tracks.map((track, i) => ({ ...observationOf(track === null ? null : { mark: 0, track }), takenAtMs: 1_000 + 100 * i }));

/** A judge that answers the opinions in turn, and begins anew with each face. */
const scripted =
  (opinions: readonly (Opinion | null)[]): (() => TrackJudge) =>
  () => {
    let next = 0;
    return () => opinions[next++] ?? null;
  };
const opinion = (kind: Opinion['kind'], total: number, isOver = false): Opinion => ({
  kind,
  total,
  isOver,
  votes: [{ cue: 'depth', score: total, reason: 'depth.x', attack: null }],
});

const judged = (tracks: readonly (number | null)[], opinions: readonly (Opinion | null)[], mostMs = 4_000) =>
  judgeSession({ label: 'print', frames: framesOf(tracks) }, scripted(opinions), mostMs);

describe('a recorded session', () => {
  it('is an attack at the first accusation, with the highest total until then', () => {
    const opinions = [opinion('undecided', 1), opinion('attack', -5), opinion('live', 9)];
    expect(judged([1, 1, 1], opinions)).toEqual({ label: 'print', verdict: 'attack', score: 1, cues: { depth: -5 } });
  });

  it('stays admitted once the gate has opened, however high the total goes', () => {
    const opinions = [opinion('live', 3), opinion('undecided', 8), opinion('attack', -9)];
    expect(judged([1, 1, 1], opinions)).toMatchObject({ verdict: 'live', score: 8 });
  });

  it('has no answer when nobody is seen', () => {
    expect(judged([null, null], [opinion('live', 9)])).toEqual({ label: 'print', verdict: 'none', score: null, cues: {} });
  });

  it('has no answer when the time is over before the cues are enough', () => {
    const opinions = [opinion('undecided', 1), opinion('undecided', 2), opinion('live', 9)];
    expect(judged([1, 1, 1], opinions, 150)).toMatchObject({ verdict: 'none', score: 2 });
  });

  it('has no answer once the judge’s own time is over', () => {
    const opinions = [opinion('undecided', 1, true), opinion('live', 9)];
    expect(judged([1, 1], opinions)).toMatchObject({ verdict: 'none', score: 1 });
  });

  it('counts its time from the first face', () => {
    const opinions = [opinion('undecided', 1), opinion('live', 9)];
    expect(judged([null, null, null, 1, 1], opinions, 150)).toMatchObject({ verdict: 'live' });
  });

  it('begins anew with another face', () => {
    const opinions = [opinion('undecided', 1), opinion('live', 9)];
    expect(judged([1, 2, 3], opinions)).toMatchObject({ verdict: 'none', score: 1 });
  });

  it('gives another face no more time', () => {
    const opinions = [opinion('undecided', 1), opinion('undecided', 2), opinion('live', 9)];
    expect(judged([1, 2, 2, 2], opinions, 250)).toMatchObject({ verdict: 'none' });
    expect(judged([1, 2, 2, 2], opinions, 350)).toMatchObject({ verdict: 'live' });
  });
});
