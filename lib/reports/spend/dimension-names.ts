/** What spend can be grouped and filtered by, in the order in which screens offer it, with the words that people read. */
export const dimensionLabels = {
  team: 'Team',
  reported_team: 'Reported team',
  cost_center: 'Cost centre',
  business_unit: 'Business unit',
  project: 'Project',
  product_line: 'Product line',
  service: 'Service',
  feature: 'Feature',
  environment: 'Environment',
  provider: 'Provider',
  billing_account: 'Billing account',
  model: 'Model',
  model_family: 'Model family',
  operation: 'Operation',
  tier: 'Tier',
  region: 'Region',
  api_key: 'API key',
  route: 'Route',
  source: 'Source',
  outcome: 'Outcome',
  attempt: 'Attempt',
  unowned_reason: 'Why unattributed',
  hour: 'Hour',
  day: 'Day',
  month: 'Month',
} as const

export type DimensionName = keyof typeof dimensionLabels

export const dimensionNames = Object.keys(dimensionLabels).filter(isDimensionName)

export function isDimensionName(text: string): text is DimensionName {
  return Object.hasOwn(dimensionLabels, text)
}

/** Those that are spans of time, coarsest last. */
export const timeDimensions = ['hour', 'day', 'month'] as const satisfies readonly DimensionName[]
export type TimeDimension = (typeof timeDimensions)[number]

/** Those that a series and its owner have: what a filter offers as a list of values. */
export type SeriesDimension = Exclude<DimensionName, TimeDimension>

export function isSeriesDimension(text: string): text is SeriesDimension {
  return isDimensionName(text) && !isTimeDimension(text)
}

export function isTimeDimension(name: string): name is TimeDimension {
  return timeDimensions.some((time) => time === name)
}

/** The filter value that stands for rows without a value: `team=~none` is what nobody owns. */
export const noneValue = '~none'

/** The sums of a row, in the order of columns in files. */
export const measureNames = [
  'requests',
  'errors',
  'input_tokens',
  'cached_input_tokens',
  'cache_write_tokens',
  'output_tokens',
  'reasoning_tokens',
  'cost_usd',
  'list_cost_usd',
  'reported_cost_usd',
  'reported_computed_cost_usd',
  'avoided_cost_usd',
  'cache_hit_input_tokens',
  'cache_hit_output_tokens',
  'unpriced_requests',
  'missing_token_requests',
  'cache_unknown_requests',
] as const
export type MeasureName = (typeof measureNames)[number]

export function isMeasureName(text: string): text is MeasureName {
  return measureNames.some((name) => name === text)
}

/** How many days hours can be asked for: they are kept by the hour of a series, twenty-four times as many rows. */
export const maxHourlyDays = 14
export const maxPeriodDays = 1_100
/** A value longer than this is no value that any source may send. */
export const maxValueLength = 300
