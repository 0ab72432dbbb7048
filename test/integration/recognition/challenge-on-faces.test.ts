import { readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { halfOf } from '../../simulation/chance.ts';
import { Actor } from '../../simulation-actions/actor.ts';
import { answerTo, at, type Frame } from '../../simulation-actions/judging.ts';
import { perform, type Performance } from '../../simulation-actions/performance.ts';
import { score, type Trial } from '../../simulation-actions/rendered.ts';
import { openEyes, type Eyes } from '../../simulation-actions/seeing.ts';
import { askAnywhere, readSequence, WEBCAM_MS } from '../../simulation-actions/webcam.ts';
import { hasFaces, modelsDir, onFaces } from './shared-data.ts';

const dataDir = path.join(modelsDir, '..', '..', 'shared', 'data');
const PEOPLE = 2;
const MOVES = ['turnLeft', 'blink'] as const;

/** The short form of `node test/simulation-actions/run.ts`. */
describe.skipIf(!hasFaces)(onFaces('a challenge to people before the camera'), () => {
  let eyes: Eyes;
  beforeAll(async () => {
    eyes = await openEyes(modelsDir);
  }, 400_000);

  it('is passed by rendered heads that do as asked, and by no other trial', async () => {
    const performances: Performance[] = [];
    const folder = path.join(dataDir, 'lfw-dev');
    let people = 0;
    for (const name of readdirSync(folder).toSorted()) {
      if (people === PEOPLE) break;
      if (halfOf(name) !== 'held-out') continue;
      const [file = ''] = readdirSync(path.join(folder, name)).toSorted();
      const actor = await Actor.of(path.join(folder, name, file), name, eyes);
      if (!actor) continue;
      people++;
      for (const move of MOVES) performances.push(await perform(actor, name, move, eyes));
    }
    const count = (trial: Trial, what: 'asked' | 'accepted'): number =>
      [...score(performances).values()].reduce((sum, byTrial) => sum + (byTrial.get(trial)?.[what] ?? 0), 0);
    expect(count('right', 'asked')).toBeGreaterThanOrEqual(PEOPLE * MOVES.length - 1);
    expect(count('right', 'accepted')).toBeGreaterThanOrEqual(count('right', 'asked') - 1);
    for (const trial of ['wrong', 'early', 'late', 'swapped', 'standIn'] as const) {
      expect(count(trial, 'asked')).toBeGreaterThan(0);
      expect(count(trial, 'accepted')).toBe(0);
    }
  }, 400_000);

  it('is passed by no print, at whatever moment it is asked', async () => {
    const sequence = await readSequence(path.join(dataDir, 'webcam-dev'), 'print', '0005', '0005_00_01_02', eyes);
    expect(sequence.frames.length).toBeGreaterThan(20);
    const accidents = askAnywhere([sequence]);
    expect([...accidents.values()].flatMap(({ accepted }) => [...accepted.keys()])).toEqual([]);
  }, 400_000);

  it('is passed by a living person who blinks', async () => {
    // The eyes are shut in one picture only, the 45th.
    const { frames } = await readSequence(path.join(dataDir, 'webcam-dev'), 'live', '0005', '0005_00_00_01', eyes, {
      from: 30,
      to: 60,
    });
    const [first] = frames;
    const person = first?.embedding ?? new Float32Array();
    const shifted: readonly Frame[] = frames.map((frame, i) => at(frame, i * WEBCAM_MS));
    const blink = answerTo({ action: 'blink', startedAtMs: -1, person }, shifted);
    expect(blink.state).toBe('passed');
    expect(Math.round(blink.atMs / WEBCAM_MS)).toBeGreaterThan(14);
    expect(answerTo({ action: 'nod', startedAtMs: -1, person }, shifted).state).not.toBe('passed');
  }, 400_000);
});
