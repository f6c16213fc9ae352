import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const alias = { '@': import.meta.dirname }

/** Unit tests run far from UTC, on a half-hour offset, so that a forgotten zone shows. */
const env = { TZ: 'Asia/Kathmandu' }

/** No test waits so long; a machine that does other things as well may. */
const testTimeout = 30_000

export default defineConfig({
  test: {
    // By default a core is left to whoever edits; most of these tests wait for a database anyway.
    maxWorkers: '100%',
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['{lib,scripts}/**/*.test.ts'],
          exclude: ['**/*.db.test.ts'],
          environment: 'node',
          env,
          testTimeout,
        },
      },
      {
        resolve: { alias },
        plugins: [react()],
        test: {
          name: 'screen',
          include: ['{components,app}/**/*.test.tsx'],
          environment: 'happy-dom',
          env,
          testTimeout,
          setupFiles: ['./components/test-setup.ts'],
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'db',
          include: ['{app,lib,scripts}/**/*.db.test.ts'],
          environment: 'node',
          env: { ...env, LOG_LEVEL: 'silent' },
          globalSetup: ['./lib/db/testing/global-setup.ts'],
          testTimeout,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
