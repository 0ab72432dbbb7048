/**
 * How well challenges tell people who do as they are asked from everything else: `node scripts/node.mjs test/simulation-actions/run.ts
 * [--people N] [--skip N] [--half develop|held-out] [--others] [--quick]`. `--others`: people who do not look ahead in their first picture, by a later one. Moves are rendered from photographs of ../shared/data/lfw-dev (simulated), prints and living
 * people without a question are those of ../shared/data/webcam-dev.
 */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { challengeActions } from '../../src/shared/challenge.ts';
import { halfOf, type Half } from '../simulation/chance.ts';
import { Actor } from './actor.ts';
import { perform, type Performance } from './performance.ts';
import { score, trials, type Scores } from './rendered.ts';
import { readToolWords, wholeNumberIn, WordsError } from '../tools/tool-words.ts';
import { openEyes, type Eyes } from './seeing.ts';
import { askAnywhere, askInAnyOrder, readSequences, type AccidentsByAction } from './webcam.ts';

const root = path.join(import.meta.dirname, '..', '..');
const data = path.join(root, '..', 'shared', 'data');

const usage = `usage: node scripts/node.mjs test/simulation-actions/run.ts [--people N] [--skip N] [--half held-out|develop] [--others] [--quick]`;

const values = readToolWords(usage, (words) => {
  const { values } = parseArgs({
    args: [...words],
    options: {
      people: { type: 'string', default: '40' },
      skip: { type: 'string', default: '0' },
      half: { type: 'string', default: 'held-out' },
      others: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
    },
  });
  const half = (['held-out', 'develop'] as const).find((name) => name === values.half);
  if (half === undefined) throw new WordsError(`--half: "${values.half}" is neither held-out nor develop`);
  return { ...values, half, people: wholeNumberIn(values.people, '--people'), skip: wholeNumberIn(values.skip, '--skip') };
});

function showScores(scores: Scores): void {
  console.log(['move made'.padEnd(12), ...trials.map((trial) => trial.padStart(10))].join(' '));
  for (const [action, byTrial] of scores) {
    const cells = trials.map((trial) => {
      const tally = byTrial.get(trial);
      return `${tally?.accepted ?? 0}/${tally?.asked ?? 0}`.padStart(10);
    });
    console.log([action.padEnd(12), ...cells].join(' '));
  }
  for (const [action, byTrial] of scores) {
    const reasons = [...(byTrial.get('right')?.reasons ?? [])].map(([reason, count]) => `${reason} ${count}`);
    if (reasons.length > 0) console.log(`  ${action} not accepted: ${reasons.join(', ')}`);
  }
}

function showAccidents(title: string, accidents: AccidentsByAction): void {
  console.log(`\n${title}`);
  for (const [action, { asked, accepted }] of accidents) {
    const places = [...accepted].map(([place, starts]) => `${place} (${starts})`).slice(0, 8);
    const count = [...accepted.values()].reduce((sum, starts) => sum + starts, 0);
    console.log(`${action.padEnd(12)} ${count} of ${asked}${places.length > 0 ? `: ${places.join(', ')}` : ''}`);
  }
}

/** Plays somebody by his first picture; one of the `others` by the first later one in which he looks ahead. Null when there is none. */
async function actorOf(folder: string, name: string, eyes: Eyes): Promise<Actor | null> {
  const [first = '', ...later] = readdirSync(path.join(folder, name)).toSorted();
  const actor = await Actor.of(path.join(folder, name, first), name, eyes);
  if (!values.others) return actor;
  if (actor) return null;
  for (const file of later) {
    const other = await Actor.of(path.join(folder, name, file), name, eyes);
    if (other) return other;
  }
  return null;
}

/** The moves of `count` people of a half who look ahead, after the first `skip` of them. */
async function performances(half: Half, skip: number, count: number, eyes: Eyes): Promise<readonly Performance[]> {
  const folder = path.join(data, 'lfw-dev');
  const made: Performance[] = [];
  let people = 0;
  for (const name of readdirSync(folder).toSorted()) {
    if (people >= skip + count) break;
    if (halfOf(name) !== half) continue;
    const actor = await actorOf(folder, name, eyes);
    if (!actor) continue;
    people++;
    if (people <= skip) continue;
    for (const action of challengeActions) made.push(await perform(actor, name, action, eyes));
    if (people % 10 === 0) console.error(`· ${people} people`);
  }
  console.log(`\n${people - skip} people of the half ${half}, rendered (simulated); accepted of asked`);
  return made;
}

if (!existsSync(path.join(data, 'webcam-dev'))) {
  console.error(`no ${data}: nothing to look at`);
  process.exit(3);
}
const eyes = await openEyes(path.join(root, 'models'));
showScores(score(await performances(values.half, values.skip, values.people, eyes)));
const folder = path.join(data, 'webcam-dev');
const prints = await readSequences(folder, 'print', eyes);
showAccidents('Prints, asked at every frame: accepted wrongly', askAnywhere(prints));
if (!values.quick) {
  showAccidents('Prints in any order (every 4th picture held, any other shown): accepted wrongly', askInAnyOrder(prints, 4));
  const living = await readSequences(folder, 'live', eyes);
  showAccidents('Living people whom nobody asked, at every frame: accepted by accident', askAnywhere(living));
}
