import { defineConfig } from 'vitest/config';

/**
 * Two projects: `quick` needs nothing but this checkout; `cloud` needs a running local cloud (or a real account), whose
 * description is read from the file that ASSENT_RUNNING names.
 */
export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    globalSetup: ['test/support/own-temporary-folder.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/**/*.store.test.ts', 'test/**/*.journey.test.ts'],
          // Files of one worker share what they import: the CDK is read, and the functions are bundled, once and not six times.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'cloud',
          include: ['test/**/*.store.test.ts', 'test/**/*.journey.test.ts'],
          // One cloud: a test that counts what is stored must be alone with it.
          maxWorkers: 1,
          testTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
