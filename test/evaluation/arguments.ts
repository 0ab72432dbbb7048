import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readToolWords, WordsError } from '../tools/tool-words.ts';
import { degradations } from './degradations.ts';
import { halves, type Half } from './people.ts';

/** What is to be measured. */
export interface EvaluationOptions {
  readonly people: string;
  readonly pairs: string | null;
  readonly strangers: string | null;
  readonly sequences: string | null;
  /** Templates in the gallery; null: everybody of `people` and the strangers that fill it. */
  readonly gallery: number | null;
  /** Only people of this half; null: everybody. */
  readonly half: Half | null;
  readonly degrade: readonly string[];
  /** Probes that each degradation is tried on. */
  readonly degradeProbes: number;
  /** List of pictures that are named wrongly; null: the one of this folder. */
  readonly removed: string | null;
  /** Is it tried what templates that are learnt at the gate change? */
  readonly learns: boolean;
  /** Is it tried whether what a terminal measures on its own people holds for strangers of their kind? */
  readonly triesSiteRate: boolean;
  /** Is each half judged with the thresholds of the other? */
  readonly crossFits: boolean;
  readonly out: string | null;
}

export const usage = `Usage: npm run evaluate -- --people DIR [options]

  --people DIR         DIR/PERSON/*.jpg: the first picture of each is enrolled, the others are probes
  --strangers DIR      pictures of people who are nobody in --people, one each: half fill the gallery, half come to it
  --gallery N          templates in the gallery; default: all there are
  --pairs FILE         pairs.txt of LFW, pictures from --people
  --sequences DIR      DIR/PERSON/SEQUENCE/*.jpg: frames of a camera in order, played through the gate's recogniser
  --degrade NAME …     spoils the probes; "all" for every way: ${Object.keys(degradations).join(', ')}
  --degrade-probes N   probes that each way is tried on; default 100
  --learn              the same searches without and with templates learnt at the gate: of people with three pictures or more the last is
                       the probe, those between come to the gate before; of --sequences the second half of a session
  --site-rate          what a terminal measures on its own people against true strangers of the same kind, for everybody and for the
                       group falsely matched most (found without labels, with --half on the half "develop")
  --cross-fit          the aims for both halves, each judged with the threshold that the other gives; without --half
  --half HALF          develop or held-out: one half of the people, by a hash of their names
  --removed FILE       pictures that are named wrongly; default: removed-pairs.json beside this tool
  --out DIR            where report.json and report.html are written; default: a new folder for temporary files
`;

/** @throws WordsError with what is wrong. */
export function readArguments(args: readonly string[]): EvaluationOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      people: { type: 'string' },
      pairs: { type: 'string' },
      strangers: { type: 'string' },
      sequences: { type: 'string' },
      gallery: { type: 'string' },
      half: { type: 'string' },
      degrade: { type: 'string', multiple: true },
      'degrade-probes': { type: 'string', default: '100' },
      removed: { type: 'string' },
      learn: { type: 'boolean', default: false },
      'site-rate': { type: 'boolean', default: false },
      'cross-fit': { type: 'boolean', default: false },
      out: { type: 'string' },
    },
  });
  if (values.people === undefined) throw new WordsError('--people is missing');
  // Further names after the first one of --degrade.
  const named = [...(values.degrade ?? []), ...positionals];
  if (positionals.length > 0 && values.degrade === undefined) throw new WordsError(`what is "${positionals[0] ?? ''}"?`);
  const degrade = named.includes('all') ? Object.keys(degradations) : named;
  const unknown = degrade.find((name) => !Object.hasOwn(degradations, name));
  if (unknown !== undefined) throw new WordsError(`--degrade: there is no "${unknown}"`);
  const half = halves.find((name) => name === values.half) ?? null;
  if (values.half !== undefined && half === null)
    throw new WordsError(`--half: "${values.half}" is neither ${halves.join(' nor ')}`);
  if (half !== null && values['cross-fit']) throw new WordsError('--cross-fit takes both halves: leave --half away');
  return {
    people: values.people,
    pairs: values.pairs ?? null,
    strangers: values.strangers ?? null,
    sequences: values.sequences ?? null,
    gallery: values.gallery === undefined ? null : countOf('--gallery', values.gallery),
    half,
    degrade,
    degradeProbes: countOf('--degrade-probes', values['degrade-probes']),
    removed: values.removed ?? null,
    learns: values.learn,
    triesSiteRate: values['site-rate'],
    crossFits: values['cross-fit'],
    out: values.out ?? null,
  };
}

function countOf(option: string, text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new WordsError(`${option}: "${text}" is no number of people`);
  return count;
}

/** What was said to `npm run evaluate`; what is wrong, also a folder or file that is not there, ends it before it measures anything. */
export const argumentsGiven = (): EvaluationOptions =>
  readToolWords(usage, (words) => {
    const options = readArguments(words);
    const { people, strangers, sequences, pairs, removed } = options;
    const missing = [people, strangers, sequences, pairs, removed].find((path) => path !== null && !existsSync(path));
    if (missing !== undefined) throw new WordsError(`${String(missing)} is not there`);
    return options;
  });
