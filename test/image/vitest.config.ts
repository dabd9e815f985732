import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/image/*.checks.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    reporters: ['verbose'],
    // One container at a time: they share the ports.
    fileParallelism: false,
    sequence: { concurrent: false },
  },
})
