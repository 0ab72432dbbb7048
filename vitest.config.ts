import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,integration}/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Photographs are looked at in a thread that gives way to everything else: on a busy machine that takes its time.
    testTimeout: 120_000,
  },
});
