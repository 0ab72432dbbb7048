import { describe, expect, it } from 'vitest';
import { onlyCount, readBenchArguments } from '../../bench/bench-options.ts';

describe('the command line of the benches', () => {
  it('has names, one count or one for each delay, a platform, people who arrive, and liveness', () => {
    expect(readBenchArguments(['drain', '--count', '60000,20000,5000', '--platform', 'sichuan'])).toEqual({
      names: ['drain'],
      options: { counts: [60_000, 20_000, 5_000], platform: 'sichuan', arriving: null, liveness: false, screen: null },
    });
    expect(readBenchArguments(['passage', '--arriving=1000', '--liveness']).options).toEqual({
      ...{ counts: null, platform: null },
      ...{ arriving: 1_000, liveness: true, screen: null },
    });
  });

  it.each([['0'], ['-3'], ['1.5'], ['many'], ['10,'], ['']])('refuses %j as a count', (count) => {
    expect(() => readBenchArguments([`--count=${count}`])).toThrow('--count');
    expect(() => readBenchArguments([`--arriving=${count}`])).toThrow('--arriving');
  });

  it('has a screen, which is one of the two that the terminal is made for', () => {
    expect(readBenchArguments(['preview', '--size', '1024x600']).options.screen).toEqual({ width: 1_024, height: 600 });
    expect(() => readBenchArguments(['preview', '--size', '1024x768'])).toThrow('800x1280 and 1024x600');
  });

  it('gives a bench that takes one count its default, and refuses several', () => {
    expect(onlyCount(readBenchArguments([]).options, 40)).toBe(40);
    expect(onlyCount(readBenchArguments(['--count=7']).options, 40)).toBe(7);
    expect(() => onlyCount(readBenchArguments(['--count=7,8']).options, 40)).toThrow('only drain');
  });
});
