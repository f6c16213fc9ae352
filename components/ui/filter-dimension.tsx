'use client'

import { Button, Combobox, useCombobox } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import classes from './filter-bar.module.css'

/** The value by which a filter asks for what belongs to nobody; `~` cannot begin a registered name. */
export const nobody = '~nobody'

export interface FilterOption {
  value: string
  label: string
}

export interface FilterDimension {
  key: string
  /** Singular, as on the button: "Team". */
  label: string
  options: readonly FilterOption[]
  /** Offer "Nobody" for usage without an owner. */
  withNobody?: boolean
}

/** Every option of a dimension, nobody first where it is offered. */
export function listOptions(dimension: FilterDimension): readonly FilterOption[] {
  return dimension.withNobody ? [{ value: nobody, label: 'Nobody' }, ...dimension.options] : dimension.options
}

/** More than this at once is a list that nobody reads; the search narrows it. */
const optionLimit = 100

interface DimensionPickerProps {
  dimension: FilterDimension
  selected: readonly string[]
  onChange: (selected: string[]) => void
}

/** One dimension's button and its searchable list, in which several options may be ticked. */
export function DimensionPicker({ dimension, selected, onChange }: DimensionPickerProps) {
  const [search, setSearch] = useState('')
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      setSearch('')
      combobox.resetSelectedOption()
      combobox.focusTarget()
    },
  })
  const wanted = search.trim().toLowerCase()
  const matching = listOptions(dimension).filter((option) => option.label.toLowerCase().includes(wanted))
  const toggle = (value: string) =>
    onChange(selected.includes(value) ? selected.filter((other) => other !== value) : [...selected, value])

  return (
    <Combobox store={combobox} withinPortal={false} width={260} position="bottom-start" onOptionSubmit={toggle}>
      <Combobox.Target targetType="button" withAriaAttributes={false}>
        <Button
          size="xs"
          variant="default"
          className={classes.target}
          rightSection={<IconChevronDown size={13} aria-hidden />}
          aria-haspopup="listbox"
          aria-expanded={combobox.dropdownOpened}
          onClick={() => combobox.toggleDropdown()}
        >
          {dimension.label}
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
          placeholder={`Search ${dimension.label.toLowerCase()}`}
          aria-label={`Search ${dimension.label.toLowerCase()}`}
        />
        <Combobox.Options className={classes.options} aria-label={dimension.label} aria-multiselectable tabIndex={0}>
          {matching.slice(0, optionLimit).map((option) => (
            <Combobox.Option
              key={option.value}
              value={option.value}
              active={selected.includes(option.value)}
              aria-selected={selected.includes(option.value)}
              data-checked={selected.includes(option.value) || undefined}
              className={classes.option}
            >
              <IconCheck size={14} stroke={2} aria-hidden />
              {option.label}
            </Combobox.Option>
          ))}
          {matching.length === 0 && <Combobox.Empty>Nothing matches “{search}”</Combobox.Empty>}
        </Combobox.Options>
        {matching.length > optionLimit && (
          <div className={classes.rest}>{matching.length - optionLimit} more: type to narrow the list</div>
        )}
      </Combobox.Dropdown>
    </Combobox>
  )
}
