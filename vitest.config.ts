import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts'],
    globalSetup: 'test/global-setup.ts',
    // By default one less than there are processors; most tests wait for processes of their own.
    maxWorkers: '100%',
    testTimeout: 30_000,
    // A second is short for a process to start on a machine that is busy.
    expect: { poll: { timeout: 10_000 } },
    hookTimeout: 300_000,
  },
})
