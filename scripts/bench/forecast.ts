import { generateOrganisations } from '@/lib/budgets/testing/generated-organisations'
import { checkedDays, measureForecast } from '@/lib/budgets/testing/measure-forecast'

/*
 * Back-tests the forecast of a month's end: twelve generated organisations of different shapes, twelve months each, at days 5, 10,
 * 15 and 20, against naive run rate (spend so far by the day, times the days of the month). Exit 1 where run rate does better.
 */

const seeds = Number(process.argv[2] ?? 1)
if (!Number.isInteger(seeds) || seeds < 1) throw new Error('give the number of seeds as a whole number above 0, or nothing')
const print = (line: string) => process.stdout.write(`${line}\n`)
const percent = (share: number) => `${(share * 100).toFixed(1)} %`.padStart(8)

const startMs = performance.now()
const organisations = Array.from({ length: seeds }, (_, index) => generateOrganisations(index + 1)).flat()
const results = checkedDays.map((day) => ({ day, ...measureForecast(organisations, day) }))

print('Mean absolute percentage error of the month’s end; the range is meant to hold the truth 80 % of the time.\n')
print('day   forecast  run rate   ratio  in the range  trials')
for (const { day, forecastError, runRateError, coverage, trials } of results) {
  const ratio = (forecastError / runRateError).toFixed(2).padStart(7)
  print(
    `${String(day).padStart(3)}   ${percent(forecastError)}  ${percent(runRateError)} ${ratio}      ${percent(coverage)}  ${String(trials).padStart(6)}`,
  )
}
print('\nBy shape: error of the forecast / of run rate, and how often the truth lay in the range, at each day')
for (const shape of new Set(organisations.map((organisation) => organisation.shape))) {
  const own = organisations.filter((organisation) => organisation.shape === shape)
  const cells = checkedDays.map((day) => {
    const { forecastError, runRateError, coverage } = measureForecast(own, day)
    return `${percent(forecastError)} /${percent(runRateError)} (${(coverage * 100).toFixed(0).padStart(3)} %)`
  })
  print(`${shape.padEnd(18)}${cells.join('  ')}`)
}
print(`\n${((performance.now() - startMs) / 1000).toFixed(1)} s`)
if (results.some(({ forecastError, runRateError }) => forecastError >= runRateError)) {
  print('Run rate does better at some day.')
  process.exitCode = 1
}
