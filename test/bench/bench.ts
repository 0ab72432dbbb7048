/**
 * `npm run bench [-- analysis|embedding|match|passage …]`: one JSON line each, measured on this machine in this run.
 * Numbers that depend on pictures are left out, saying so, where there are none.
 */
import { cpus } from 'node:os';
import { benchAnalysis } from './analysis.ts';
import { benchEmbedding } from './embedding.ts';
import { benchMatch } from './match.ts';
import { benchPassage } from './passage.ts';

const benches: Readonly<Record<string, () => Promise<Record<string, unknown>>>> = {
  analysis: benchAnalysis,
  embedding: benchEmbedding,
  match: benchMatch,
  passage: benchPassage,
};

const print = (line: Record<string, unknown>): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

const asked = process.argv.slice(2);
const names = asked.length === 0 ? Object.keys(benches) : asked;
print({ bench: 'machine', cpu: cpus()[0]?.model, cores: cpus().length, node: process.version, at: new Date().toISOString() });
for (const name of names) {
  const bench = benches[name];
  if (bench === undefined) throw new Error(`there is no bench "${name}"; there are ${Object.keys(benches).join(', ')}`);
  print({ bench: name, ...(await bench()) });
}
