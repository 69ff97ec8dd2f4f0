import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.js';
import { PATIENCE_MS, TEST_LIMIT_MS } from './test/support/patience.js';

// Files of one worker share what they import: each starts its own application on its own database all the same.
const common = {
  testTimeout: TEST_LIMIT_MS,
  hookTimeout: TEST_LIMIT_MS,
  expect: { poll: { timeout: PATIENCE_MS } },
  pool: 'forks' as const,
  isolate: false,
};

export default defineConfig({
  test: {
    // More than there are cores: many files wait for processes, time limits and the network. All share one PostgreSQL.
    maxWorkers: Math.min(availableParallelism() + 2, 6),
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { ...common, name: 'rules', include: ['src/**/*.spec.ts'] } },
      {
        test: {
          ...common,
          name: 'catalogue',
          include: ['test/**/*.spec.ts'],
          globalSetup: ['test/support/global-setup.ts'],
        },
      },
    ],
  },
});
