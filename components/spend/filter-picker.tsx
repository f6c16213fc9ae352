'use client'

import { Button, Combobox, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Money } from '@/components/ui/money'
import { filterValuesOptions } from '@/lib/reports/spend/client'
import { dimensionLabels, noneValue, type SeriesDimension } from '@/lib/reports/spend/dimension-names'
import type { Period } from '@/lib/time/calendar'
import classes from './spend.module.css'
import { lowerFirst, valueText } from './value-text'

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

/** One dimension's button and the values that have usage in the period, searched by the server; several may be ticked. */
export function FilterPicker({ dimension, period, zone, selected, onChange, defaultOpened }: FilterPickerProps) {
  const [search, setSearch] = useState('')
  const combobox = useCombobox({
    defaultOpened,
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      setSearch('')
      combobox.resetSelectedOption()
      combobox.focusTarget()
    },
  })
  const label = dimensionLabels[dimension]
  const toggle = (value: string) =>
    onChange(selected.includes(value) ? selected.filter((other) => other !== value) : [...selected, value])

  return (
    <Combobox store={combobox} withinPortal={false} width={300} position="bottom-start" onOptionSubmit={toggle}>
      <Combobox.Target targetType="button" withAriaAttributes={false}>
        <Button
          size="xs"
          variant="default"
          className={classes.picker}
          rightSection={<IconChevronDown size={13} aria-hidden />}
          aria-haspopup="listbox"
          aria-expanded={combobox.dropdownOpened}
          onClick={() => combobox.toggleDropdown()}
        >
          {label}
          {selected.length > 0 && ` · ${selected.length}`}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value)
            combobox.resetSelectedOption()
          }}
          maxLength={300}
          placeholder={`Search ${lowerFirst(label)}`}
          aria-label={`Search ${lowerFirst(label)}`}
        />
        {combobox.dropdownOpened && (
          <PickerValues dimension={dimension} period={period} zone={zone} search={search} selected={selected} />
        )}
      </Combobox.Dropdown>
    </Combobox>
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
  if (error) return <div className={classes.rest}>{error.message}</div>
  const label = dimensionLabels[dimension]
  return (
    <>
      <Combobox.Options className={classes.options} aria-label={label} aria-multiselectable aria-busy={isFetching} tabIndex={0}>
        {data?.values.map((option) => {
          const text = option.label ?? valueText(dimension, option.value, { zone })
          return (
            <Combobox.Option
              key={option.value}
              value={option.value}
              active={selected.includes(option.value)}
              aria-selected={selected.includes(option.value)}
              data-checked={selected.includes(option.value) || undefined}
              className={classes.option}
            >
              <IconCheck size={14} stroke={2} aria-hidden />
              <span className={option.value === noneValue ? classes.none : undefined}>{text}</span>
              <span className={classes.amount}>
                <Money amount={option.cost_usd} digits="compact" />
              </span>
            </Combobox.Option>
          )
        })}
        {data?.values.length === 0 && (
          <Combobox.Empty>{sought === '' ? 'No usage in this period' : `Nothing matches “${sought}”`}</Combobox.Empty>
        )}
        {!data && <Combobox.Empty>Loading…</Combobox.Empty>}
      </Combobox.Options>
      {data?.has_more && <div className={classes.rest}>There are more: type to narrow the list</div>}
    </>
  )
}
