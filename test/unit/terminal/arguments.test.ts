import { describe, expect, it } from 'vitest';
import { readStartArguments, usualDataDir } from '../../../src/terminal/arguments.ts';

describe('the command line', () => {
  it('reads the three options of the contract, paths made absolute', () => {
    expect(readStartArguments(['--config', '/etc/t.json', '--data', '/var/t', '--headless'])).toEqual({
      configFile: '/etc/t.json',
      dataDir: '/var/t',
      isHeadless: true,
    });
    expect(readStartArguments(['--config', 'a.json']).configFile).toBe(`${process.cwd()}/a.json`);
    expect(readStartArguments([])).toEqual({ configFile: null, dataDir: null, isHeadless: false });
  });

  it.each([['--confg', 'x'], ['--config'], ['start']])('refuses %j and says how it is meant', (...argv) => {
    expect(() => readStartArguments(argv)).toThrow(expect.objectContaining({ code: 'config.invalid' }));
    expect(() => readStartArguments(argv)).toThrow(/Usage: npm start/);
  });

  it('keeps data in the place of the XDG base directories', () => {
    expect(usualDataDir({ XDG_DATA_HOME: '/data' })).toBe('/data/site-gate-terminal');
    expect(usualDataDir({})).toMatch(/\.local\/share\/site-gate-terminal$/);
  });
});
