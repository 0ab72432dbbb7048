import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,integration}/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Photographs are looked at in a thread that gives way to everything else: on a busy machine that takes its time.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 60_000,
    // Who polls goes on at once when it is so: only what never comes waits so long.
    expect: { poll: { timeout: 30_000 } },
  },
});
