import { forecastPeriod } from '../forecast/forecast-period'
import { type GeneratedOrganisation, listTrials } from './generated-organisations'

/** The days of a month at which forecasts are compared with the naive run rate. */
export const checkedDays = [5, 10, 15, 20] as const

export interface Accuracy {
  /** Mean absolute percentage error. */
  readonly forecastError: number
  readonly runRateError: number
  /** How often the truth lay in the range. */
  readonly coverage: number
  readonly trials: number
}

/**
 * How well the months of some organisations are forecast once so many of their days are over.
 * @param options.every look at every so many months only.
 */
export function measureForecast(
  organisations: readonly GeneratedOrganisation[],
  knownDays: number,
  { every = 1 }: { every?: number } = {},
): Accuracy {
  const trials = organisations.map((organisation) =>
    listTrials(organisation, knownDays).filter((_, index) => index % every === 0),
  )
  const results = trials.flatMap((months) =>
    months.map(({ actual, runRate, ...question }) => {
      const { expected, low, high } = forecastPeriod({ ...question, todaySoFar: 0 })
      return {
        forecastError: Math.abs(expected / actual - 1),
        runRateError: Math.abs(runRate / actual - 1),
        isCovered: low <= actual && actual <= high,
      }
    }),
  )
  const mean = (pick: (result: (typeof results)[number]) => number) =>
    results.reduce((total, result) => total + pick(result), 0) / results.length
  return {
    forecastError: mean(({ forecastError }) => forecastError),
    runRateError: mean(({ runRateError }) => runRateError),
    coverage: mean(({ isCovered }) => (isCovered ? 1 : 0)),
    trials: results.length,
  }
}
