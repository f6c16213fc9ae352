'use client'

import { Select } from '@mantine/core'
import {
  type DimensionName,
  dimensionLabel,
  isDimensionName,
  type LabelDimension,
  listDimensions,
  maxHourlyDays,
  type TimeDimension,
  timeDimensions,
} from '@/lib/reports/spend/dimension-names'
import { countDays } from '@/lib/time/calendar'
import { comparisonChoices, type SpendQuestion } from './address'
import classes from './spend.module.css'

const comparisonLabels: Record<(typeof comparisonChoices)[number], string> = {
  previous: 'Previous period',
  last_month: 'Same days last month',
  none: 'Nothing',
}

/** What a comparison is called within a sentence. */
export const againstText = { previous: 'the previous period', last_month: 'the same days last month' } as const

export interface SpendControlsProps {
  question: SpendQuestion
  labels: readonly LabelDimension[]
  onGrainChange: (grain: TimeDimension) => void
  onGroupByChange: (groupBy: DimensionName[]) => void
  onCompareChange: (compare: (typeof comparisonChoices)[number]) => void
}

/** How rows and chart are cut, and what they are compared with. */
export function SpendControls({ question, labels, onGrainChange, onGroupByChange, onCompareChange }: SpendControlsProps) {
  const { groupBy, compare } = question.table
  const hoursFit = countDays(question.table) <= maxHourlyDays
  const [first = 'team', second] = groupBy
  const options = listDimensions(labels)
    .filter((name) => name !== 'hour' || hoursFit)
    .map((name) => ({ value: name, label: dimensionLabel(name) }))
  const changeFirst = (value: string | null) => {
    if (value === null || !isDimensionName(value)) return
    onGroupByChange(second === undefined || second === value ? [value] : [value, second])
  }
  const changeSecond = (value: string | null) =>
    onGroupByChange(value !== null && isDimensionName(value) ? [first, value] : [first])
  return (
    <div className={classes.controls}>
      <Select
        label="Group by"
        data={options}
        value={first}
        onChange={changeFirst}
        searchable
        allowDeselect={false}
        nothingFoundMessage="No such dimension"
        comboboxProps={{ withinPortal: false }}
      />
      <Select
        label="and by"
        placeholder="Nothing else"
        data={options.filter(({ value }) => value !== first)}
        value={second ?? null}
        onChange={changeSecond}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': 'Group by one dimension only' }}
        nothingFoundMessage="No such dimension"
        comboboxProps={{ withinPortal: false }}
      />
      <Select
        label="Compare with"
        data={comparisonChoices.map((value) => ({ value, label: comparisonLabels[value] }))}
        value={compare ?? 'none'}
        onChange={(value) => onCompareChange(comparisonChoices.find((choice) => choice === value) ?? 'none')}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
      />
      <Select
        label="Chart by"
        data={timeDimensions.map((name) => ({
          value: name,
          label: grainLabel(name, hoursFit),
          disabled: name === 'hour' && !hoursFit,
        }))}
        value={question.grain}
        onChange={(value) => onGrainChange(timeDimensions.find((name) => name === value) ?? 'day')}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
      />
    </div>
  )
}

/** Hours are kept for looking closely: the list says for how many days. */
const grainLabel = (name: TimeDimension, hoursFit: boolean) =>
  name === 'hour' && !hoursFit ? `Hour (up to ${maxHourlyDays} days)` : dimensionLabel(name)
