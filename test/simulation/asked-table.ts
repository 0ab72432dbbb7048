import { rateOf } from '../../src/recognition/liveness/lab/rates.ts';
import type { LedTrack } from './asked-track.ts';
import { rate } from './score-tables.ts';

/** Of those that were asked, per kind and distance: who was let in, and what became of the rest. */
export function askedText(led: readonly LedTrack[]): string {
  const cellOf = ({ before, kind, distanceM }: LedTrack): string =>
    `${before === kind ? kind : `${before}, then ${kind}`} ${distanceM.toFixed(1)} m`;
  return [...new Set(led.map(cellOf))]
    .toSorted()
    .map((cell) => {
      const asked = led.filter((one) => cellOf(one) === cell && one.verdict !== 'notAsked');
      const admitted = asked.filter(({ verdict }) => verdict === 'live');
      const first = admitted.filter(({ actions }) => actions.length === 1).length;
      const rest = asked
        .filter(({ verdict }) => verdict !== 'live')
        .map(({ verdict, detail }) => [verdict, detail ?? ''].join(' ').trim());
      const others = [...new Set(rest)].map((word) => `${word} ${String(rest.filter((one) => one === word).length)}`);
      const counts = `${String(admitted.length)}/${String(asked.length)}`;
      return `  ${cell.padEnd(26)} admitted ${rate(rateOf(admitted.length, asked.length))} ${counts.padStart(6)}, ${String(first)} at the first question   ${others.join(', ')}`;
    })
    .join('\n');
}
