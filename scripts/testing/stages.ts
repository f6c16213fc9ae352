import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '@/lib/server/launcher'
import { buildApp } from '../build-app'
import { runProgram } from '../run-program'
import { type Counts, countOne, countPlaywright, countStage, countVitest } from './count-results'
import { findChromium } from './find-chromium'

/** One part of the test run. */
export interface Stage {
  name: string
  run(): Promise<Counts>
}

export const reportDir = path.join(projectRoot, 'test-results')

/** A check without tests of its own counts as one test. */
async function runCheck(work: () => Promise<number>): Promise<Counts> {
  return countOne((await work()) === 0)
}

async function runVitest(reportName: string, args: readonly string[]): Promise<Counts> {
  const report = clearReport(reportName)
  const code = await runProgram('vitest', [
    'run',
    ...args,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  return countReport(code, report, countVitest)
}

async function runPlaywright(): Promise<Counts> {
  if (findChromium() === null) return reportMissingChromium()
  const report = clearReport('playwright.json')
  const code = await runProgram('playwright', ['test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: report })
  return countReport(code, report, countPlaywright)
}

function reportMissingChromium(): Counts {
  const isRequired = Boolean(process.env.CI)
  process.stdout.write(
    `\n!!! NO BROWSER TESTS: there is no Chromium. Install one (apt-get install -y chromium, or npx playwright install chromium), or set CHROMIUM_PATH.\n!!! ${
      isRequired ? 'CI is set, so this is a failure.' : 'They were skipped.'
    }\n\n`,
  )
  return { ...countOne(false), failed: isRequired ? 1 : 0 }
}

/** An old report must not pass for the result of a run that crashed. */
function clearReport(name: string): string {
  const report = path.join(reportDir, name)
  rmSync(report, { force: true })
  return report
}

function countReport(code: number, report: string, count: (report: unknown) => Counts): Counts {
  if (!existsSync(report)) return countOne(false)
  return countStage(code, count(JSON.parse(readFileSync(report, 'utf8'))))
}

const build = () =>
  buildApp().then(
    () => 0,
    () => 1,
  )

async function checkTypes(): Promise<number> {
  const code = await runProgram('next', ['typegen'])
  return code === 0 ? runProgram('tsc', ['--noEmit']) : code
}

/** Everything that `npm test` runs, in order. */
export const stages: readonly Stage[] = [
  { name: 'lint', run: () => runCheck(() => runProgram('biome', ['check'])) },
  { name: 'types', run: () => runCheck(checkTypes) },
  { name: 'unused', run: () => runCheck(() => runProgram('knip', [])) },
  { name: 'tests', run: () => runVitest('vitest.json', []) },
  { name: 'build', run: () => runCheck(build) },
  { name: 'browser', run: runPlaywright },
]

/** Runs only when asked for by name: the tests on a real Postgres, for a second version of it. */
export const databaseStage: Stage = { name: 'database', run: () => runVitest('vitest-database.json', ['--project', 'db']) }
