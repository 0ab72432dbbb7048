import { defineConfig } from 'vitest/config';

const common = {
  pool: 'forks',
  maxWorkers: 2,
  // Photographs are looked at in a thread that gives way to everything else: on a busy machine that takes its time.
  testTimeout: 120_000,
} as const;

export default defineConfig({
  test: {
    ...common,
    projects: [
      // Unit tests share their processes: starting one for each of two hundred files took longer than what they test.
      { test: { ...common, name: 'unit', include: ['test/unit/**/*.test.ts'], isolate: false } },
      { test: { ...common, name: 'integration', include: ['test/integration/**/*.test.ts'] } },
    ],
  },
});
