import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('../../../renderer/ui/tokens.css', import.meta.url), 'utf8');

function tokensOf(selector: string): Map<string, string> {
  const block = css.split(`${selector} {`)[1]?.split('}')[0] ?? '';
  return new Map([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, name = '', colour = '']) => [name, colour]));
}

/** WCAG 2: relative luminance of `#rrggbb`. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [bright = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (bright + 0.05) / (dark + 0.05);
}

const day = tokensOf(':root');
const night = new Map([...day, ...tokensOf(":root[data-theme='night']")]);
const pairs = [...day.keys()].flatMap((name) => {
  const ground = /^on-(\w+?)(-soft)?$/.exec(name)?.[1];
  return ground === undefined ? [] : [[name, ground] as const];
});

describe.each([
  ['day', day],
  ['night', night],
] as const)('by %s', (_theme, tokens) => {
  it.each(pairs)('%s is readable on %s at 7:1', (ink, ground) => {
    expect(contrast(tokens.get(ink) ?? '', tokens.get(ground) ?? '')).toBeGreaterThanOrEqual(7);
  });
});

describe('the tokens', () => {
  it('give a night colour for each of the seven day grounds', () => {
    const grounds = ['ground', 'panel', 'go', 'calm', 'care', 'stop', 'act'];
    expect(grounds.filter((name) => !day.has(name) || day.get(name) === night.get(name))).toEqual([]);
    expect(pairs.length).toBeGreaterThanOrEqual(grounds.length);
  });

  it('do not blind by night', () => {
    const bright = ['ground', 'panel', 'go', 'calm', 'care', 'stop'].filter(
      (name) => luminance(night.get(name) ?? '#ffffff') > 0.1,
    );
    expect(bright).toEqual([]);
  });
});
