'use client'

import { Select } from '@mantine/core'
import { type ExploreMeasure, exploreMeasures, isExploreMeasure, measures } from '@/lib/engineering/explore/measures'
import { type ExploreParams, findGrainFault } from '@/lib/engineering/explore/schema'
import {
  dimensionLabel,
  isSeriesDimension,
  type LabelDimension,
  listDimensions,
  maxHourlyDays,
  type SeriesDimension,
  type TimeDimension,
  timeDimensions,
} from '@/lib/reports/spend/dimension-names'
import classes from './explore.module.css'

export interface ExploreControlsProps {
  params: ExploreParams
  labels: readonly LabelDimension[]
  onMeasureChange: (measure: ExploreMeasure) => void
  onGroupByChange: (groupBy: readonly SeriesDimension[]) => void
  onGrainChange: (grain: TimeDimension) => void
}

/** The measures in groups, as the list offers them. */
const measureGroups = [
  { group: 'Volume', items: exploreMeasures.filter((name) => measures[name].isAdditive) },
  {
    group: 'Per request and token',
    items: exploreMeasures.filter((name) => !measures[name].isAdditive && measures[name].unit === 'usd'),
  },
  { group: 'Rates', items: exploreMeasures.filter((name) => measures[name].unit === 'share' || measures[name].unit === 'ratio') },
  { group: 'Latency', items: exploreMeasures.filter((name) => measures[name].unit === 'milliseconds') },
].map(({ group, items }) => ({ group, items: items.map((value) => ({ value, label: measures[value].label })) }))

/** What is measured, by what, in which steps. */
export function ExploreControls({ params, labels, onMeasureChange, onGroupByChange, onGrainChange }: ExploreControlsProps) {
  const { groupBy, measure, grain } = params
  const [first, second] = groupBy
  const dimensions = listDimensions(labels)
    .filter(isSeriesDimension)
    .map((name) => ({ value: name, label: dimensionLabel(name) }))
  const change = (one: string | null | undefined, two: string | null | undefined) =>
    onGroupByChange([...new Set([one, two])].filter((name) => typeof name === 'string').filter(isSeriesDimension))
  const common = { comboboxProps: { withinPortal: false }, nothingFoundMessage: 'No such thing' }
  return (
    <div className={classes.controls}>
      <Select
        {...common}
        label="Measure"
        data={measureGroups}
        value={measure}
        onChange={(value) => value !== null && isExploreMeasure(value) && onMeasureChange(value)}
        searchable
        allowDeselect={false}
      />
      <Select
        {...common}
        label="By"
        placeholder="Nothing: the total"
        data={dimensions}
        value={first ?? null}
        onChange={(value) => change(value ?? second, value === null ? null : second)}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Without the first dimension' }}
      />
      <Select
        {...common}
        label="and by"
        placeholder="Nothing else"
        data={dimensions.filter(({ value }) => value !== first)}
        value={second ?? null}
        onChange={(value) => change(first, value)}
        disabled={first === undefined}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Without the second dimension' }}
      />
      <Select
        {...common}
        label="Over time by"
        data={timeDimensions.map((name) => ({
          value: name,
          label: grainLabel(name, params),
          disabled: findGrainFault(name, params, measure) !== null,
        }))}
        value={grain}
        onChange={(value) => onGrainChange(timeDimensions.find((name) => name === value) ?? 'day')}
        allowDeselect={false}
      />
    </div>
  )
}

/** Hours are kept for looking closely, and latencies not by the hour: the list says so. */
function grainLabel(name: TimeDimension, params: ExploreParams): string {
  if (findGrainFault(name, params, params.measure) === null) return dimensionLabel(name)
  return measures[params.measure].unit === 'milliseconds' ? 'Hour (latency is by day)' : `Hour (up to ${maxHourlyDays} days)`
}
