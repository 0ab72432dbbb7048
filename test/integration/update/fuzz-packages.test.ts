import { expect, it } from 'vitest';
import { fuzzPackages } from './fuzz-packages.ts';

it('no changed package is installed, each is refused with a fault of its own, and the unchanged one installs', async () => {
  const { accepted, isGoodInstalled, refusals } = await fuzzPackages(600, 20_261_128);
  expect(accepted).toEqual([]);
  expect(isGoodInstalled).toBe(true);
  expect(Object.keys(refusals).filter((code) => !/^update\.(signature|truncated|notAPackage|unknownKey)$/.test(code))).toEqual(
    [],
  );
});
