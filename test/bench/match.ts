import { Gallery } from '../../src/recognition/gallery.ts';
import { summary } from './percentiles.ts';
import { randomTemplates } from './random-templates.ts';

const LENGTH = 192;
const PROBES = 300;

/** The gallery's own search over 10,000 people, without the way to its thread; what is found is checked. */
export function benchMatch(): Promise<Record<string, unknown>> {
  const people = randomTemplates(10_000, LENGTH);
  const gallery = new Gallery(LENGTH);
  people.forEach((template, index) => gallery.put(`p${String(index)}`, [template]));
  const times: number[] = [];
  let right = 0;
  for (let probe = 0; probe < PROBES; probe++) {
    const index = (probe * 7_919) % people.length;
    const template = people[index] ?? new Float32Array(LENGTH);
    const beganMs = performance.now();
    const { best } = gallery.search(template);
    times.push(performance.now() - beganMs);
    if (best?.workerId === `p${String(index)}`) right += 1;
  }
  return Promise.resolve({
    what: 'one probe against 10,000 × 192, exact, one thread; ms',
    ...summary(times, 3),
    right: right / PROBES,
  });
}
