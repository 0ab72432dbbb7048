import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configTable } from '../../../scripts/config-table.ts';

it('the README lists every key of the configuration as the schema has it', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(configTable);
});
