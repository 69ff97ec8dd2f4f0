import { defineConfig } from 'vitest/config';

// Files of one worker share what they import: each starts its own application on its own database all the same.
const common = { testTimeout: 120_000, hookTimeout: 240_000, pool: 'forks' as const, isolate: false };

export default defineConfig({
  test: {
    // One more than the smallest machine has cores: many files wait for processes, time limits and the network.
    maxWorkers: 3,
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
