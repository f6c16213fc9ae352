'use client'

import { Button, Combobox, useCombobox } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import classes from './filters.module.css'
import { lowerFirst } from './lower-first'

export interface OptionPickerProps {
  /** Singular, as on the button: "Team". */
  label: string
  selected: readonly string[]
  onChange: (selected: string[]) => void
  /** Open at once: it was just asked for. */
  defaultOpened?: boolean
  /** The list for what was typed; asked for only while the picker is open. */
  children: (search: string) => ReactNode
}

/** A button with a searchable list in which several options may be ticked. */
export function OptionPicker({ label, selected, onChange, defaultOpened, children }: OptionPickerProps) {
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
  const toggle = (value: string) =>
    onChange(selected.includes(value) ? selected.filter((other) => other !== value) : [...selected, value])
  return (
    <Combobox store={combobox} withinPortal={false} width={300} position="bottom-start" onOptionSubmit={toggle}>
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
        {combobox.dropdownOpened && children(search)}
      </Combobox.Dropdown>
    </Combobox>
  )
}

export interface PickerListProps {
  label: string
  options: readonly { value: string; content: ReactNode }[]
  selected: readonly string[]
  /** What stands instead of options where there are none. */
  empty: string
  /** Further options are on their way. */
  isBusy?: boolean
  /** That there are more than these, in words. */
  rest?: string
}

/** The options of a picker, ticked where they are selected. */
export function PickerList({ label, options, selected, empty, isBusy, rest }: PickerListProps) {
  return (
    <>
      <Combobox.Options className={classes.options} aria-label={label} aria-multiselectable aria-busy={isBusy} tabIndex={0}>
        {options.map(({ value, content }) => (
          <Combobox.Option
            key={value}
            value={value}
            active={selected.includes(value)}
            aria-selected={selected.includes(value)}
            data-checked={selected.includes(value) || undefined}
            className={classes.option}
          >
            <IconCheck size={14} stroke={2} aria-hidden />
            {content}
          </Combobox.Option>
        ))}
        {options.length === 0 && <Combobox.Empty>{empty}</Combobox.Empty>}
      </Combobox.Options>
      {rest && <div className={classes.rest}>{rest}</div>}
    </>
  )
}
