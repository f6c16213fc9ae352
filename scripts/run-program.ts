import { spawn } from 'node:child_process'
import path from 'node:path'
import { projectRoot } from '@/lib/server/launcher'

/** The script behind each command: those in `node_modules/.bin` need a shell on Windows. */
const scripts = {
  next: 'next/dist/bin/next',
  tsc: 'typescript/bin/tsc',
  biome: '@biomejs/biome/bin/biome',
  knip: 'knip/bin/knip.js',
  vitest: 'vitest/vitest.mjs',
  playwright: '@playwright/test/cli.js',
} as const

/**
 * Runs a program of a dependency in the foreground.
 *
 * @returns its exit code, 1 where a signal ended it.
 */
export function runProgram(
  program: keyof typeof scripts,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(projectRoot, 'node_modules', scripts[program]), ...args], {
      cwd: projectRoot,
      // A self-hosted app reports to nobody, and neither does its build.
      env: { NEXT_TELEMETRY_DISABLED: '1', ...process.env, ...environment },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}
