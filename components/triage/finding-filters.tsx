'use client'

import { Chip, Group, NativeSelect, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { type RefObject, useState } from 'react'
import type { Means } from '@/lib/triage/loaders'
import { findingStates } from '@/lib/triage/schema'
import { findingOrders, type TriageAddress } from '@/lib/triage/search-params'
import { stateWords } from './finding-words'
import classes from './triage.module.css'

const orderWords = { cost: 'Most dollars', requests: 'Most requests', age: 'Oldest first', last_seen: 'Seen last' } as const
const typingPauseMs = 300

interface FindingFiltersProps {
  address: TriageAddress
  means: Means
  searchRef: RefObject<HTMLInputElement | null>
  onChange: (patch: Partial<{ [Name in keyof TriageAddress]: TriageAddress[Name] | null }>) => void
  /** Escape in the search: back to the list. */
  onLeave: () => void
}

/** What the list is narrowed to and ordered by, all of it in the address. */
export function FindingFilters({ address, means, searchRef, onChange, onLeave }: FindingFiltersProps) {
  const [text, setText] = useState(address.q)
  const search = useDebouncedCallback((q: string) => onChange({ q: q || null }), typingPauseMs)
  const known = [
    { value: '', label: 'Anybody' },
    { value: 'me', label: 'Me' },
    { value: 'platform', label: 'Platform' },
    { value: 'finance', label: 'Finance' },
    ...means.teams.map(({ slug, name }) => ({ value: `team:${slug}`, label: `Team ${name}` })),
  ]
  const assignee = address.assignee ?? ''
  return (
    <search className={classes.filters} aria-label="Narrow the findings">
      <TextInput
        ref={searchRef}
        size="xs"
        w={210}
        type="search"
        aria-label="Search the values of groups"
        placeholder="Search values"
        leftSection={<IconSearch size={14} stroke={1.5} aria-hidden />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          search(event.currentTarget.value)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' && event.key !== 'Enter') return
          event.preventDefault()
          onLeave()
        }}
      />
      <Select
        size="xs"
        w={170}
        aria-label="Whom it is with"
        data={
          known.some(({ value }) => value === assignee)
            ? known
            : [...known, { value: assignee, label: assignee.replace(':', ' ') }]
        }
        value={assignee}
        onChange={(value) => onChange({ assignee: value || null })}
        allowDeselect={false}
        searchable
        limit={60}
        comboboxProps={{ withinPortal: false }}
      />
      <NativeSelect
        size="xs"
        aria-label="Order"
        data={findingOrders.map((value) => ({ value, label: orderWords[value] }))}
        value={address.order}
        onChange={(event) => onChange({ order: findingOrders.find((value) => value === event.currentTarget.value) ?? null })}
      />
      <Chip.Group
        multiple
        value={address.state ?? []}
        onChange={(state) => {
          const chosen = findingStates.filter((one) => state.includes(one))
          onChange({ state: chosen.length === 0 ? null : chosen })
        }}
      >
        <Group gap={6} role="group" aria-label="State; none chosen means all that still want work">
          {findingStates.map((state) => (
            <Chip key={state} size="xs" value={state} variant="outline">
              {stateWords[state].label}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </search>
  )
}
