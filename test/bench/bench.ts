/**
 * `npm run bench [-- NAME… [--count N] [--platform zhejiang|sichuan] [--arriving N] [--liveness] [--size 800x1280|1024x600]]`: one JSON
 * line each, measured on this machine in this run. Without a name: analysis, embedding, match, passage. `start`, `drain`, `import`, `lists`,
 * `endurance` and `preview` take minutes; they, `launch`, and `screens`, which wants a built page, run only when named. Numbers that depend on
 * pictures are left out, saying so, where there are none.
 */
import { cpus } from 'node:os';
import { benchAnalysis } from './analysis.ts';
import { type BenchOptions, readBenchArguments } from './bench-options.ts';
import { benchDrain } from './drain.ts';
import { benchEmbedding } from './embedding.ts';
import { benchEndurance } from './endurance.ts';
import { benchImport } from './import.ts';
import { benchLaunch } from './launch.ts';
import { benchLists } from './lists.ts';
import { benchMatch } from './match.ts';
import { benchPassage } from './passage.ts';
import { benchPreview } from './preview.ts';
import { benchRelay } from './relay.ts';
import { benchScreens } from './screens.ts';
import { benchStart } from './start.ts';
import { readToolWords, WordsError } from '../tools/tool-words.ts';

type Bench = (options: BenchOptions) => Promise<Record<string, unknown>>;

const usual: Readonly<Record<string, Bench>> = {
  analysis: benchAnalysis,
  embedding: benchEmbedding,
  match: benchMatch,
  passage: benchPassage,
};
const benches: Readonly<Record<string, Bench>> = {
  ...usual,
  start: benchStart,
  launch: benchLaunch,
  drain: benchDrain,
  import: benchImport,
  relay: benchRelay,
  lists: benchLists,
  screens: benchScreens,
  endurance: benchEndurance,
  preview: benchPreview,
};

const print = (line: Record<string, unknown>): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

const usage = `usage: npm run bench -- [NAME…] [--count N[,N…]] [--platform zhejiang|sichuan] [--arriving N] [--liveness] [--size 800x1280|1024x600]
NAME: ${Object.keys(benches).join(', ')}; without one: ${Object.keys(usual).join(', ')}`;

const { chosen, options } = readToolWords(usage, (words) => {
  const { names, options } = readBenchArguments(words);
  const chosen = (names.length === 0 ? Object.keys(usual) : names).map((name) => {
    const bench = benches[name];
    if (bench === undefined) throw new WordsError(`there is no bench "${name}"`);
    return { name, bench };
  });
  return { chosen, options };
});
print({ bench: 'machine', cpu: cpus()[0]?.model, cores: cpus().length, node: process.version, at: new Date().toISOString() });
for (const { name, bench } of chosen) print({ bench: name, ...(await bench(options)) });
