import { defineConfig, devices } from '@playwright/test'
import { findChromium } from './scripts/testing/find-chromium'

const port = Number(process.env.E2E_PORT ?? 3172)
const baseURL = `http://127.0.0.1:${port}`
const executablePath = findChromium()
const isRoot = process.getuid?.() === 0

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/playwright',
  fullyParallel: true,
  workers: 2,
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  // No page takes so long; a machine that does other things as well may.
  timeout: 60_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    baseURL,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    timezoneId: 'UTC',
    locale: 'en-US',
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      args: [
        ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
        ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
        // Chromium's sandbox does not work for root.
        ...(isRoot ? ['--no-sandbox'] : []),
      ],
    },
  },
  // The setup project signs each role in once and keeps e2e/.auth/<role>.json; a test that is not the admin's says so with
  // `test.use({ storageState })`. On the phone only what is tagged @phone runs.
  projects: [
    { name: 'setup', testMatch: /.*\.setup\.ts/ },
    {
      name: 'chromium',
      use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 }, storageState: 'e2e/.auth/admin.json' },
      dependencies: ['setup'],
    },
    {
      name: 'phone',
      use: { ...devices['Pixel 7'], viewport: { width: 390, height: 844 }, storageState: 'e2e/.auth/admin.json' },
      dependencies: ['setup'],
      grep: /@phone/,
    },
  ],
  webServer: {
    command: 'node --import tsx e2e/server.ts',
    // Not an address: the server answers before the demo is loaded.
    wait: { stdout: /ready for the browser tests/ },
    timeout: 180_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    stdout: 'pipe',
    stderr: 'pipe',
    env: { PORT: String(port), AUTH_URL: baseURL },
  },
})
