'use client'

import { OptionPicker, PickerList } from './option-picker'

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

/** The picker of a dimension whose options are all here. */
export function DimensionPicker({ dimension, selected, onChange }: DimensionPickerProps) {
  return (
    <OptionPicker label={dimension.label} selected={selected} onChange={onChange}>
      {(search) => {
        const wanted = search.trim().toLowerCase()
        const matching = listOptions(dimension).filter((option) => option.label.toLowerCase().includes(wanted))
        return (
          <PickerList
            label={dimension.label}
            options={matching.slice(0, optionLimit).map(({ value, label }) => ({ value, content: label }))}
            selected={selected}
            empty={`Nothing matches “${search}”`}
            rest={matching.length > optionLimit ? `${matching.length - optionLimit} more: type to narrow the list` : undefined}
          />
        )
      }}
    </OptionPicker>
  )
}
