import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { attackKinds, cueNames } from '../../../src/recognition/liveness/cue.ts';
import { languages, cueText, cueWhyText, detailText, leanText, takenForText } from '../../../src/shared/texts/texts.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sources = globSync('src/recognition/liveness/*.ts', { cwd: root }).map((file) => readFileSync(`${root}${file}`, 'utf8'));
/** `cue.reason` of the votes whose reason stands in the call itself. */
const reasons = sources.flatMap((source) =>
  [...source.matchAll(/\bvote\('(\w+)', (?:-?\d+|-?\w+\.\w+|score|clamp\([^)]*\)), '(\w+)'/g)].map(
    ([, cue = '', reason = '']) => `${cue}.${reason}`,
  ),
);

describe.each(languages)('the words about liveness (%s)', (language) => {
  it('name every cue and every kind of attack', () => {
    expect(cueNames.filter((cue) => cueText(language, cue) === cue)).toEqual([]);
    expect(attackKinds.filter((kind) => takenForText(language, kind) === kind)).toEqual([]);
  });

  it('say what each cue saw', () => {
    expect(reasons.length).toBeGreaterThan(15);
    const leanOnly = reasons.filter((reason) => cueWhyText(language, { reason, score: -9 }) === leanText(language, -9));
    expect(leanOnly).toEqual([]);
  });

  it('lean where a cue of a newer version saw something else', () => {
    const said = [-4, -2, 0.5, 2, 4].map((score) => cueWhyText(language, { reason: 'moon.landed', score }));
    expect(new Set(said).size).toBe(5);
  });

  it('put a hint, a camera’s state and a check’s finding into words, and leave anything else as it stands', () => {
    const codes = ['tooDark', 'cameraInfrared.lost', 'challenge.tooLate', 'evidence.missing'];
    expect(codes.filter((code) => detailText(language, code) === code)).toEqual([]);
    expect(detailText(language, '安全培训未完成')).toBe('安全培训未完成');
  });
});
