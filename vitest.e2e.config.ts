import { defineConfig } from 'vitest/config';

/** What is waited for ends the wait at once: only what never comes takes so long. */
const common = {
  pool: 'forks',
  testTimeout: 600_000,
  hookTimeout: 400_000,
  teardownTimeout: 60_000,
  expect: { poll: { timeout: 60_000 } },
} as const;
const files = (...names: readonly string[]): string[] => names.map((name) => `test/e2e/${name}.test.ts`);

/** These keep one core busy at most, and wait for events with much time to spare: two of them at once. */
const inPairs = files('command-line', 'update', 'sichuan', 'zhejiang');

/** The whole program in processes of its own. */
export default defineConfig({
  test: {
    ...common,
    projects: [
      { test: { ...common, name: 'end to end', include: inPairs, maxWorkers: 2, sequence: { groupOrder: 0 } } },
      {
        test: {
          ...common,
          name: 'end to end, alone on the machine',
          include: ['test/e2e/**/*.test.ts'],
          exclude: inPairs,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
