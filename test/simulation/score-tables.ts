import { cueNames, type CueName, type CueVote, type Stand } from '../../src/recognition/liveness/cue.ts';
import { saysOf } from '../../src/recognition/liveness/fusion.ts';
import { auc, rateOf, type Rate } from '../../src/recognition/liveness/lab/rates.ts';
import type { JudgedTrack } from './judged-track.ts';
import { isLiving, kinds, type Kind } from './kinds.ts';
import { noises, type Noise } from './landmark-noise.ts';

export interface CellScore {
  readonly kind: Kind;
  readonly distanceM: number;
  readonly noise: Noise;
  /** APCER: attacks taken for living. BPCER: living faces not found living by the cameras alone, whether accused, asked for a move or left undecided. */
  readonly measure: 'APCER' | 'BPCER';
  readonly wrong: Rate;
  readonly undecided: Rate;
  /** Asked for a turn or a nod: an attack that comes so far is let in if it can make it. */
  readonly asked: Rate;
  /** Of the attacks that were called one: under which names. Of living faces: what they were accused of. */
  readonly called: Readonly<Record<string, number>>;
  /** Frames until the verdict: median and 95th percentile; null without any. */
  readonly frames: { readonly median: number; readonly p95: number } | null;
}

export interface CueArea {
  readonly cue: CueName;
  readonly distanceM: number;
  /** Living against each kind of attack; `plainFlat` against `plainLive`. Null where either is missing. */
  readonly auc: Readonly<Partial<Record<Kind, number | null>>>;
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;

const cellsOf = (tracks: readonly JudgedTrack[]): readonly { readonly kind: Kind; readonly distanceM: number }[] =>
  kinds.flatMap((kind) =>
    [...new Set(tracks.filter((track) => track.kind === kind).map(({ distanceM }) => distanceM))]
      .toSorted((a, b) => a - b)
      .map((distanceM) => ({ kind, distanceM })),
  );

function countBy(values: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

export function scoreCells(tracks: readonly JudgedTrack[]): readonly CellScore[] {
  return noises.flatMap((noise) =>
    cellsOf(tracks).map(({ kind, distanceM }) => {
      const cell = tracks.filter((track) => track.kind === kind && track.distanceM === distanceM && track.noise === noise);
      const of = (verdict: JudgedTrack['verdict']) => cell.filter((track) => track.verdict === verdict);
      const wrong = isLiving(kind) ? cell.length - of('live').length : of('live').length;
      const frames = cell
        .filter(({ verdict }) => verdict === 'live' || verdict === 'attack')
        .map((track) => track.frames)
        .toSorted((a, b) => a - b);
      return {
        ...{ kind, distanceM, noise },
        measure: isLiving(kind) ? 'BPCER' : 'APCER',
        wrong: rateOf(wrong, cell.length),
        undecided: rateOf(of('undecided').length, cell.length),
        asked: rateOf(of('asked').length, cell.length),
        called: countBy(cell.flatMap(({ detail }) => (detail === null ? [] : [detail]))),
        frames: frames.length === 0 ? null : { median: percentile(frames, 0.5), p95: percentile(frames, 0.95) },
      } as const;
    }),
  );
}

/** Against which kind of copy a cue's word about each kind counts; a screen's is its least one. */
const standsFor: Readonly<Partial<Record<Kind, Stand>>> = {
  flatPrint: 'print',
  bentPrint: 'print',
  plainFlat: 'copy',
  mask: 'mask',
};

/** AUC of every cue's last word against that kind, on the landmarks with `noise`. */
export function scoreCues(tracks: readonly JudgedTrack[], noise: Noise): readonly CueArea[] {
  const distances = [...new Set(tracks.map(({ distanceM }) => distanceM))].toSorted((a, b) => a - b);
  return cueNames.flatMap((cue) =>
    distances.map((distanceM) => {
      const of = (kind: Kind, word: (vote: CueVote) => number): readonly number[] =>
        tracks
          .filter((track) => track.kind === kind && track.distanceM === distanceM && track.noise === noise)
          .map(({ votes }) => votes.filter((vote) => vote.cue === cue).reduce((sum, vote) => sum + word(vote), 0));
      const attacks = kinds.filter((kind) => !isLiving(kind));
      const areas = attacks.map((kind) => {
        const stand = standsFor[kind];
        const word = (vote: CueVote): number => (stand === undefined ? vote.score : saysOf(vote, stand));
        return [kind, auc(of(kind === 'plainFlat' ? 'plainLive' : 'live', word), of(kind, word))] as const;
      });
      return { cue, distanceM, auc: Object.fromEntries(areas) };
    }),
  );
}

const percent = (share: number): string => (100 * share).toFixed(1).padStart(5);
export const rate = ({ share, low, high }: Rate): string =>
  share === null ? '    -' : `${percent(share)} % [${percent(low)},${percent(high)}]`;

export function cellsText(cells: readonly CellScore[]): string {
  return noises
    .map((noise) => {
      const lines = cells
        .filter((cell) => cell.noise === noise)
        .map(({ kind, distanceM, measure, wrong, undecided, asked, frames, called }) => {
          const names = Object.entries(called).map(([name, count]) => `${name} ${String(count)}`);
          const needed = frames ? `${String(frames.median).padStart(3)} / ${String(frames.p95).padStart(2)}` : '  -     ';
          const counts = `${String(wrong.count)}/${String(wrong.of)}`.padStart(8);
          return `  ${kind.padEnd(10)} ${distanceM.toFixed(1)} m  ${measure} ${rate(wrong)} ${counts}   undecided ${percent(undecided.share ?? 0)} %   asked ${String(asked.count).padStart(3)}   frames ${needed}   ${names.join(', ')}`;
        });
      return [`Landmark noise of 1 px: ${noise}`, ...lines].join('\n');
    })
    .join('\n\n');
}

export function cuesText(areas: readonly CueArea[]): string {
  const attacks = kinds.filter((kind) => !isLiving(kind));
  const head = `  ${'cue'.padEnd(12)}        ${attacks.map((kind) => kind.padStart(10)).join('')}`;
  const lines = areas.map(({ cue, distanceM, auc: area }) => {
    const cells = attacks.map((kind) => {
      const value = area[kind] ?? null;
      return (value === null ? '-' : value.toFixed(3)).padStart(10);
    });
    return `  ${cue.padEnd(12)} ${distanceM.toFixed(1)} m ${cells.join('')}`;
  });
  return ['AUC of each cue, living against attack (0.5 = coin toss)', head, ...lines].join('\n');
}
