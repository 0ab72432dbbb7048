import type { LiveView } from '../../src/shared/live-view.ts';

/** Nobody's numbers; `?live=none` and `?live=poor` show a page without a face and one with a poor view. */
export function fakeLive(takenAtMs: number): LiveView {
  const wanted = new URLSearchParams(location.search).get('live');
  if (wanted === 'none') return { takenAtMs, analysisMs: 60, face: null };
  const picture = { width: 640, height: 480 };
  const isPoor = wanted === 'poor';
  return {
    takenAtMs,
    analysisMs: 62,
    face: {
      visible: { picture, box: { x: 240, y: 120, width: isPoor ? 80 : 180, height: isPoor ? 100 : 220 } },
      infrared: { picture, box: { x: 200, y: 122, width: 180, height: 220 } },
      hint: isPoor ? 'comeCloser' : null,
      measures: [
        { name: 'faceWidth', value: isPoor ? 80 : 180, least: 88, most: null },
        { name: 'cutOff', value: 0, least: null, most: 0.25 },
        { name: 'yaw', value: -4.2, least: -40, most: 40 },
        { name: 'pitch', value: 6.1, least: -38, most: 38 },
        { name: 'brightness', value: 128, least: 28, most: 235 },
        { name: 'contrast', value: 41, least: 8, most: null },
        { name: 'motion', value: 0.03, least: null, most: 0.25 },
        { name: 'detail', value: 0.064, least: 0.01, most: null },
      ],
      match: isPoor
        ? null
        : {
            name: '单雄信',
            score: 0.712,
            nextScore: 0.318,
            lead: 0.553,
            needed: { threshold: 0.5, margin: 0.05, lead: 0.41 },
            isNamed: true,
          },
      liveness: {
        judgement: 'undecided',
        takenFor: null,
        total: 1.7,
        cues: [
          { cue: 'presence', score: 0.5, reason: 'presence.seen' },
          { cue: 'reflectance', score: 2.1, reason: 'reflectance.skin' },
          { cue: 'glint', score: 0, reason: 'glint.notMeasured' },
          { cue: 'depth', score: 0, reason: 'depth.tooFewPairs' },
          { cue: 'movement', score: -1.2, reason: 'movement.stiff' },
          { cue: 'texture', score: 0.3, reason: 'texture.clean' },
          { cue: 'networks', score: 0, reason: 'networks.notAsked' },
        ],
      },
    },
  };
}
