import path from 'node:path'
import { z } from 'zod'

/** How many tests passed and failed, and by name those that failed or passed only when tried again. */
export interface Counts {
  passed: number
  failed: number
  /** `file › test`, as far as the runner knows them: an error outside of tests counts and has no name. */
  failures: readonly string[]
  flaky: readonly string[]
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      // An absolute path, which says nothing more than the one from here.
      name: z.string().transform((file) => path.relative(process.cwd(), file)),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
})

/** Playwright nests its suites: a file, then each `describe`. */
const playwrightSuite = z.object({
  title: z.string(),
  specs: z.array(z.object({ title: z.string(), tests: z.array(z.object({ projectName: z.string(), status: z.string() })) })),
  get suites() {
    return z.array(playwrightSuite).default([])
  },
})

const playwrightReport = z.object({
  suites: z.array(playwrightSuite),
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
  errors: z.array(z.unknown()).default([]),
})

/** The counts in Vitest's JSON report. A file that could not even be loaded holds no test, and counts as one that failed. */
export function countVitest(report: unknown): Counts {
  const { numPassedTests, numFailedTests, testResults } = vitestReport.parse(report)
  const unloadable = testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
  const failed = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => `${name} › ${fullName}`),
  )
  return {
    passed: numPassedTests,
    failed: numFailedTests + unloadable.length,
    failures: [...unloadable.map(({ name }) => `${name} (cannot be loaded)`), ...failed],
    flaky: [],
  }
}

/** The counts in Playwright's JSON report. A flaky test passed in the end; an error outside of tests counts as one that failed. */
export function countPlaywright(report: unknown): Counts {
  const { suites, stats, errors } = playwrightReport.parse(report)
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    failures: suites.flatMap((suite) => nameTests(suite, 'unexpected')),
    flaky: suites.flatMap((suite) => nameTests(suite, 'flaky')),
  }
}

function nameTests({ title, specs, suites }: z.infer<typeof playwrightSuite>, status: string): string[] {
  const own = specs.flatMap((spec) =>
    spec.tests.filter((test) => test.status === status).map(({ projectName }) => `${spec.title} [${projectName}]`),
  )
  return [...own, ...suites.flatMap((suite) => nameTests(suite, status))].map((name) => `${title} › ${name}`)
}

/** A stage that ends with an error although none of its tests failed has failed all the same. */
export function countStage(exitCode: number, counts: Counts): Counts {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

/** The counts of something that is one test, and has no name of its own. */
export function countOne(hasPassed: boolean): Counts {
  return { passed: hasPassed ? 1 : 0, failed: hasPassed ? 0 : 1, failures: [], flaky: [] }
}

export function addCounts(all: readonly Counts[]): Counts {
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
    failures: all.flatMap(({ failures }) => failures),
    flaky: all.flatMap(({ flaky }) => flaky),
  }
}
