import { mkdirSync } from 'node:fs'
import { projectRoot, reportFailure } from '@/lib/server/launcher'
import { StartError } from '@/lib/server/start-error'
import { addCounts, type Counts, countOne } from './testing/count-results'
import { databaseStage, reportDir, type Stage, stages } from './testing/stages'

/**
 * `npm test`: every stage, also after one has failed, then `N passed, N failed` over all of them as the last line.
 * `npm test -- lint types` runs the named ones.
 */
async function main(): Promise<void> {
  process.chdir(projectRoot)
  mkdirSync(reportDir, { recursive: true })
  const results: { name: string; counts: Counts }[] = []
  for (const stage of chooseStages(process.argv.slice(2))) {
    process.stdout.write(`\n=== ${stage.name}\n`)
    const hasFailedBuild = results.some(({ name, counts }) => name === 'build' && counts.failed > 0)
    results.push({ name: stage.name, counts: await runStage(stage, hasFailedBuild) })
  }
  const sum = addCounts(results.map(({ counts }) => counts))
  process.stdout.write('\n')
  for (const { name, counts } of results)
    process.stdout.write(`${name.padEnd(8)}  ${counts.passed} passed, ${counts.failed} failed\n`)
  for (const name of sum.flaky) process.stdout.write(`PASSED ONLY WHEN TRIED AGAIN  ${name}\n`)
  for (const name of sum.failures) process.stdout.write(`FAILED  ${name}\n`)
  process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed\n`)
  process.exitCode = sum.failed > 0 ? 1 : 0
}

async function runStage(stage: Stage, hasFailedBuild: boolean): Promise<Counts> {
  if (stage.name === 'browser' && hasFailedBuild) {
    process.stdout.write('The browser tests need the build, which failed.\n')
    return countOne(false)
  }
  try {
    return await stage.run()
  } catch (error) {
    reportFailure(error)
    return countOne(false)
  }
}

function chooseStages(names: readonly string[]): readonly Stage[] {
  if (names.length === 0) return stages
  const all = [...stages, databaseStage]
  return names.map((name) => {
    const stage = all.find((candidate) => candidate.name === name)
    if (stage === undefined)
      throw new StartError(`There is no stage ${name}: choose of ${all.map((candidate) => candidate.name).join(', ')}`)
    return stage
  })
}

try {
  await main()
} catch (error) {
  reportFailure(error)
  process.exitCode = 1
}
