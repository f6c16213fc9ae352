import { describe, expect, it } from 'vitest'
import { addCounts, countOne, countPlaywright, countStage, countVitest } from './count-results'

const sound = { passed: 3, failed: 0, failures: [], flaky: [] }

describe('the sum at the end of npm test', () => {
  it('takes the passed and failed tests of Vitest, and names the failed', () => {
    const assertionResults = [
      { fullName: 'money adds up', status: 'passed' },
      { fullName: 'money is exact', status: 'failed' },
    ]
    const testResults = [{ name: 'money.test.ts', status: 'failed', assertionResults }]
    expect(countVitest({ numPassedTests: 7, numFailedTests: 2, testResults })).toEqual({
      passed: 7,
      failed: 2,
      failures: ['money.test.ts › money is exact'],
      flaky: [],
    })
  })

  it('counts a test file that cannot be loaded as a failure', () => {
    const testResults = [{ name: 'money.test.ts', status: 'failed', assertionResults: [] }]
    expect(countVitest({ numPassedTests: 7, numFailedTests: 0, testResults })).toMatchObject({
      passed: 7,
      failed: 1,
      failures: ['money.test.ts (cannot be loaded)'],
    })
  })

  it('counts flaky browser tests as passed, and errors outside of tests as failures', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 2 }
    const report = { suites: [], stats, errors: [{ message: 'the server did not start' }] }
    expect(countPlaywright(report)).toMatchObject({ passed: 7, failed: 2 })
  })

  it('names the browser tests that failed, and those that passed only when tried again, with file and width', () => {
    const spec = (title: string, phone: string) => ({
      title,
      tests: [
        { projectName: 'chromium', status: 'expected' },
        { projectName: 'phone', status: phone },
      ],
    })
    const inner = { title: 'the table', specs: [spec('sorts', 'flaky')] }
    const suites = [{ title: 'spend.spec.ts', specs: [spec('opens', 'unexpected')], suites: [inner] }]
    const report = { suites, stats: { expected: 2, unexpected: 1, flaky: 1 } }
    expect(countPlaywright(report)).toEqual({
      passed: 3,
      failed: 1,
      failures: ['spend.spec.ts › opens [phone]'],
      flaky: ['spend.spec.ts › the table › sorts [phone]'],
    })
  })

  it('never calls a stage sound that ended with an error', () => {
    expect(countStage(1, sound)).toEqual({ ...sound, failed: 1 })
    expect(countStage(1, { ...sound, failed: 2 })).toEqual({ ...sound, failed: 2 })
    expect(countStage(0, sound)).toEqual(sound)
  })

  it('refuses a report that it cannot read', () => {
    expect(() => countVitest({})).toThrow()
    expect(() => countPlaywright({ suites: [], stats: {} })).toThrow()
  })

  it('adds the stages up', () => {
    expect(addCounts([])).toEqual({ passed: 0, failed: 0, failures: [], flaky: [] })
    expect(addCounts([countOne(true), { passed: 2, failed: 3, failures: ['a › b'], flaky: ['c › d'] }, countOne(false)])).toEqual(
      { passed: 3, failed: 4, failures: ['a › b'], flaky: ['c › d'] },
    )
  })
})
