'use client'

import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Money } from '@/components/ui/money'
import { OptionPicker, PickerList } from '@/components/ui/option-picker'
import { filterValuesOptions } from '@/lib/reports/spend/client'
import { dimensionLabel, noneValue, type SeriesDimension } from '@/lib/reports/spend/dimension-names'
import type { FilterValues } from '@/lib/reports/spend/filter-values-schema'
import type { Period } from '@/lib/time/calendar'
import classes from './spend.module.css'
import { valueText } from './value-text'

const typingPauseMs = 200

export interface FilterPickerProps {
  dimension: SeriesDimension
  period: Period
  zone: string
  selected: readonly string[]
  onChange: (values: string[]) => void
  /** Open at once: it was just asked for. */
  defaultOpened?: boolean
}

/** The picker of a dimension whose values the server knows: those that have usage in the period, searched there. */
export function FilterPicker({ dimension, period, zone, selected, onChange, defaultOpened }: FilterPickerProps) {
  return (
    <OptionPicker label={dimensionLabel(dimension)} selected={selected} onChange={onChange} defaultOpened={defaultOpened}>
      {(search) => <PickerValues dimension={dimension} period={period} zone={zone} search={search} selected={selected} />}
    </OptionPicker>
  )
}

function PickerValues({
  dimension,
  period: { from, to },
  zone,
  search,
  selected,
}: Pick<FilterPickerProps, 'dimension' | 'period' | 'zone' | 'selected'> & { search: string }) {
  const [sought] = useDebouncedValue(search.trim(), typingPauseMs)
  const { data, error, isFetching } = useQuery(filterValuesOptions(dimension, { from, to, search: sought }))
  if (error) return <div className={classes.failure}>{error.message}</div>
  const toOption = ({ value, label, cost_usd }: FilterValues['values'][number]) => ({
    value,
    content: (
      <>
        <span className={value === noneValue ? classes.none : undefined}>{label ?? valueText(dimension, value, { zone })}</span>
        <span className={classes.amount}>
          <Money amount={cost_usd} digits="compact" />
        </span>
      </>
    ),
  })
  return (
    <PickerList
      label={dimensionLabel(dimension)}
      options={(data?.values ?? []).map(toOption)}
      selected={selected}
      empty={!data ? 'Loading…' : sought === '' ? 'No usage in this period' : `Nothing matches “${sought}”`}
      isBusy={isFetching}
      rest={data?.has_more ? 'There are more: type to narrow the list' : undefined}
    />
  )
}
