/**
 * `npm run bench [-- analysis|embedding|match|passage|drain|import … [--count N] [--platform zhejiang|sichuan]]`: one JSON line each, measured on this
 * machine in this run. Numbers that depend on pictures are left out, saying so, where there are none. `drain` and `import`
 * take many minutes and run only when named; `--count`: with fewer punches or people than 60,000 and 10,000.
 * `--platform`: whose `drain`, default zhejiang.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchAnalysis } from './analysis.ts';
import { benchDrain } from './drain.ts';
import { benchEmbedding } from './embedding.ts';
import { benchImport } from './import.ts';
import { benchMatch } from './match.ts';
import { benchPassage } from './passage.ts';

type Bench = (options: { readonly count: number | null; readonly platform: string | null }) => Promise<Record<string, unknown>>;

const usual: Readonly<Record<string, Bench>> = {
  analysis: benchAnalysis,
  embedding: benchEmbedding,
  match: benchMatch,
  passage: benchPassage,
};
const benches: Readonly<Record<string, Bench>> = { ...usual, drain: benchDrain, import: benchImport };

const print = (line: Record<string, unknown>): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string' }, platform: { type: 'string' } },
});
const names = positionals.length === 0 ? Object.keys(usual) : positionals;
const count = values.count === undefined ? null : Number(values.count);
if (count !== null && !(Number.isInteger(count) && count > 0)) throw new Error('--count is a number of punches or people');
print({ bench: 'machine', cpu: cpus()[0]?.model, cores: cpus().length, node: process.version, at: new Date().toISOString() });
for (const name of names) {
  const bench = benches[name];
  if (bench === undefined) throw new Error(`there is no bench "${name}"; there are ${Object.keys(benches).join(', ')}`);
  print({ bench: name, ...(await bench({ count, platform: values.platform ?? null })) });
}
