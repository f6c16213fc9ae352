/** What spend can be grouped and filtered by, in the order in which screens offer it, with the words that people read. */
const fixedLabels = {
  team: 'Team',
  pool: 'Shared pool',
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
  owner_conflict: 'Owners disagree',
  hour: 'Hour',
  day: 'Day',
  month: 'Month',
} as const

/** What every organisation has. */
export type FixedDimension = keyof typeof fixedLabels

/** A label that the organisation's attribution contract declares, such as `label:customer_tier`. */
export type LabelDimension = `label:${string}`

export type DimensionName = FixedDimension | LabelDimension

export const fixedDimensions: readonly FixedDimension[] = Object.keys(fixedLabels).filter(isFixedDimension)

function isFixedDimension(text: string): text is FixedDimension {
  return Object.hasOwn(fixedLabels, text)
}

/** Whether a text has the form of a label's dimension; which ones are declared, the contract says. */
export function isLabelDimension(text: string): text is LabelDimension {
  return /^label:[^\s,:\0]{1,100}$/.test(text)
}

export function isDimensionName(text: string): text is DimensionName {
  return isFixedDimension(text) || isLabelDimension(text)
}

/** All dimensions with the declared labels among them, in the order in which screens offer them. */
export function listDimensions(labels: readonly LabelDimension[]): DimensionName[] {
  const ownCount = fixedDimensions.indexOf('unowned_reason')
  return [...fixedDimensions.slice(0, ownCount), ...labels, ...fixedDimensions.slice(ownCount)]
}

/** What people read for a dimension: `Cost centre`; a label under its own name. */
export function dimensionLabel(name: DimensionName): string {
  return isFixedDimension(name) ? fixedLabels[name] : name.slice('label:'.length)
}

/** Those whose values the registry has names for beside their codes. */
export const namedDimensions = [
  'team',
  'pool',
  'cost_center',
  'business_unit',
  'product_line',
] as const satisfies readonly FixedDimension[]
export type NamedDimension = (typeof namedDimensions)[number]

export function isNamedDimension(name: string): name is NamedDimension {
  return namedDimensions.some((named) => named === name)
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

/** The `team` of what a shared pool owns; a slug cannot hold `~`. Which pool it is, `pool` says. */
export const sharedValue = '~shared'

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
