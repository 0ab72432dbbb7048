import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runAsked } from './asked-run.ts';
import { askedText } from './asked-table.ts';
import { halfOf } from './chance.ts';
import { judgeTrack, type JudgedTrack } from './judged-track.ts';
import { keptTracks } from './kept-tracks.ts';
import { canSimulate, people } from './people.ts';
import type { Assignment, PersonJudged } from './person-process.ts';
import { cellsText, cuesText, scoreCells, scoreCues } from './score-tables.ts';
import { scoreSinglePictures, singlePicturesText } from './single-pictures.ts';

const usage = `Scores the product's liveness on SIMULATED pairs of pictures (no real infrared pairs exist to be had).
  --people N      of the first N people (default 420), those of the half are shown
  --half H        held-out (default), develop (for looking and choosing), all
  --processes N   default 1
  --keep FOLDER   keep what was measured of each track (no pictures), to judge it again; whoever is there is not shown again
  --again FOLDER  judge what was kept there; nothing is rendered
  --asked FOLDER  lead whom the judgement of what was kept there asks through the move, and copies in place of the living
  --attacks-from N  with --asked: so many of the asked living are followed by copies (default 4)
  --most N        with --asked: so many asked tracks at most (default 40)
  --json FILE     the numbers, and what became of each track; no pictures
  --real          also the cues that need one camera, on real pictures (webcam-dev, attack-samples)
`;

/** Runs the whole simulation; answers the exit code. `print` takes lines of text. */
export async function runSimulation(args: readonly string[], print: (text: string) => void): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      people: { type: 'string', default: '420' },
      half: { type: 'string', default: 'held-out' },
      processes: { type: 'string', default: '1' },
      json: { type: 'string' },
      keep: { type: 'string' },
      again: { type: 'string' },
      asked: { type: 'string' },
      'attacks-from': { type: 'string', default: '4' },
      most: { type: 'string', default: '40' },
      real: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return said(print, usage, 0);
  if (!canSimulate) return said(print, 'pictures for measuring (../shared/data) or models are not here', 1);
  if (!['held-out', 'develop', 'all'].includes(values.half))
    return said(print, `--half: "${values.half}" is neither held-out, develop nor all`, 2);
  const notCounted = (['people', 'processes', 'attacks-from', 'most'] as const).find((name) => !/^\d{1,9}$/.test(values[name]));
  if (notCounted !== undefined) return said(print, `--${notCounted}: "${values[notCounted]}" is no whole number`, 2);
  const notThere = [values.again, values.asked].find((folder) => folder !== undefined && !existsSync(folder));
  if (notThere !== undefined) return said(print, `${notThere} is not there; --keep FOLDER makes one`, 2);
  const startedMs = performance.now();
  const names = people()
    .slice(0, Number(values.people))
    .map(({ name }) => name)
    .filter((name) => values.half === 'all' || halfOf(name) === values.half);
  if (values.asked !== undefined) {
    const limits = { attacksFrom: Number(values['attacks-from']), most: Number(values.most) };
    const led = await runAsked(values.asked, names, limits, print);
    print(`SIMULATED, half: ${values.half}. Asked for a turn or a nod before both cameras:\n${askedText(led)}`);
    if (values.json !== undefined) await writeFile(values.json, JSON.stringify({ simulated: true, half: values.half, led }));
    return 0;
  }
  const processes = Math.max(1, Number(values.processes));
  const judged =
    values.again === undefined
      ? await judgeAll(names, processes, values.keep ?? null, print)
      : await judgeAgain(values.again, names);
  const tracks = judged.flatMap((one) => one.tracks ?? []);
  const cells = scoreCells(tracks);
  const cues = scoreCues(tracks, 'correlated');
  const without = judged.filter((one) => one.tracks === null).length;
  print(`SIMULATED pairs: rendered from one picture each, never seen by two cameras. Half: ${values.half}.
People: ${String(judged.length - without)} judged, ${String(without)} left out (no picture that a terminal would judge).
Undecided and asked for a turn or a nod count as wrong for the living and as right for attacks: the gate stays shut.
`);
  print(`${cellsText(cells)}\n\n${cuesText(cues)}`);
  const real = values.real ? await scoreSinglePictures() : null;
  if (real) print(`\n${singlePicturesText(real)}`);
  const seconds = Math.round((performance.now() - startedMs) / 1_000);
  print(`\n${String(seconds)} s`);
  if (values.json !== undefined)
    await writeFile(
      values.json,
      JSON.stringify({ simulated: true, half: values.half, people: judged.length, without, cells, cues, real, tracks }),
    );
  return 0;
}

function said(print: (text: string) => void, text: string, code: number): number {
  print(text);
  return code;
}

/** The same people as far as they were kept. */
async function judgeAgain(folder: string, names: readonly string[]): Promise<readonly PersonJudged[]> {
  const tracks = new Map<string, JudgedTrack[]>();
  for (const { shown, frames } of keptTracks(folder)) {
    if (!names.includes(shown.person)) continue;
    const ofPerson = tracks.get(shown.person) ?? [];
    ofPerson.push(...(await judgeTrack(shown, frames)));
    tracks.set(shown.person, ofPerson);
  }
  return [...tracks].map(([name, judged]) => ({ name, tracks: judged }));
}

async function judgeAll(
  names: readonly string[],
  processes: number,
  keep: string | null,
  print: (text: string) => void,
): Promise<readonly PersonJudged[]> {
  const judged: PersonJudged[] = [];
  const work = (share: readonly string[]): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = fork(join(import.meta.dirname, 'person-process.ts'));
      child.on('message', (message) => {
        judged.push(message as PersonJudged);
        if (judged.length % 20 === 0) print(`  ${String(judged.length)} of ${String(names.length)} people`);
      });
      child.once('error', reject);
      child.once('exit', (code) =>
        code === 0 ? resolve() : reject(new Error(`a simulating process ended with ${String(code)}`)),
      );
      child.send({ names: share, keep } satisfies Assignment);
    });
  const shares = Array.from({ length: processes }, (_, i) => names.filter((_name, at) => at % processes === i));
  await Promise.all(shares.filter((share) => share.length > 0).map(work));
  return judged;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.exitCode = await runSimulation(process.argv.slice(2), (text) => process.stdout.write(`${text}\n`));
