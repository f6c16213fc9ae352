import { describe, expect, it } from 'vitest'
import { addCounts, countPlaywright, countStage, countVitest } from './count-results'

describe('the sum at the end of npm test', () => {
  it('takes the passed and failed tests of Vitest', () => {
    const testResults = [{ status: 'failed', assertionResults: [{}, {}] }]
    expect(countVitest({ numPassedTests: 7, numFailedTests: 2, testResults })).toEqual({ passed: 7, failed: 2 })
  })

  it('counts a test file that cannot be loaded as a failure', () => {
    const testResults = [{ status: 'failed', assertionResults: [] }]
    expect(countVitest({ numPassedTests: 7, numFailedTests: 0, testResults })).toEqual({ passed: 7, failed: 1 })
  })

  it('counts flaky browser tests as passed, and errors outside of tests as failures', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 2 }
    expect(countPlaywright({ stats, errors: [{ message: 'the server did not start' }] })).toEqual({ passed: 7, failed: 2 })
  })

  it('never calls a stage sound that ended with an error', () => {
    expect(countStage(1, { passed: 3, failed: 0 })).toEqual({ passed: 3, failed: 1 })
    expect(countStage(1, { passed: 3, failed: 2 })).toEqual({ passed: 3, failed: 2 })
    expect(countStage(0, { passed: 3, failed: 0 })).toEqual({ passed: 3, failed: 0 })
  })

  it('refuses a report that it cannot read', () => {
    expect(() => countVitest({})).toThrow()
    expect(() => countPlaywright({ stats: {} })).toThrow()
  })

  it('adds the stages up', () => {
    expect(addCounts([])).toEqual({ passed: 0, failed: 0 })
    expect(
      addCounts([
        { passed: 1, failed: 0 },
        { passed: 2, failed: 3 },
      ]),
    ).toEqual({ passed: 3, failed: 3 })
  })
})
