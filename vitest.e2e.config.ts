import { defineConfig } from 'vitest/config';

/** The whole program in processes of its own, one test file after another: they share the machine's two cores. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 400_000,
  },
});
