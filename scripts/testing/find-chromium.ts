import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

// The headless shell first: it renders pages alike and starts no windows, whose own interface takes a core to itself.
const systemPaths = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** A browser for the end-to-end tests: `CHROMIUM_PATH`, the system's, else Playwright's own; null where there is none. */
export function findChromium(): string | null {
  const candidates = [process.env.CHROMIUM_PATH ?? '', ...systemPaths, chromium.executablePath()]
  return candidates.find((path) => path !== '' && existsSync(path)) ?? null
}
