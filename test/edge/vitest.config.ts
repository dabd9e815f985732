import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/edge/*.checks.ts'],
    testTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    hookTimeout: 120_000,
    // Two runtimes at a time are enough for two processors.
    maxWorkers: 2,
  },
})
