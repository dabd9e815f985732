import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/browser/*.checks.ts'],
    globalSetup: ['test/global-setup.ts', 'test/browser/chromium-setup.ts'],
    testTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
    hookTimeout: 300_000,
    reporters: ['verbose'],
    // A browser takes both processors by itself.
    fileParallelism: false,
  },
})
