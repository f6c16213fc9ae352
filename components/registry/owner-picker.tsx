'use client'

import { Select, type SelectProps } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { choicesOptions } from '@/lib/registry/client'
import type { ListedKind } from '@/lib/registry/kinds'
import { kindLabels } from './kind-labels'

const typingPauseMs = 200

interface OwnerPickerProps extends Pick<SelectProps, 'id' | 'label' | 'description' | 'placeholder' | 'required' | 'error'> {
  kind: ListedKind
  value?: string | null
  onChange?: (code: string | null) => void
  /** The name of what is chosen at the start, where it is known: it need not be among the first that the server answers. */
  known?: { code: string; name: string } | null
  clearable?: boolean
}

/** One entry of a kind that is in use, searched by the server: there may be thousands. */
export function OwnerPicker({ kind, value = null, onChange, known = null, clearable = true, ...field }: OwnerPickerProps) {
  const [search, setSearch] = useState('')
  const [sought] = useDebouncedValue(search, typingPauseMs)
  // What stands in the box after choosing is the label, which is not sought.
  const { data = [], isFetching, error } = useQuery(choicesOptions(kind, sought.includes(' (') ? '' : sought))
  const { noun } = kindLabels[kind]
  const listed = known && !data.some(({ code }) => code === known.code) ? [known, ...data] : data
  return (
    <Select
      {...field}
      data={listed.map(({ code, name }) => ({ value: code, label: `${name} (${code})` }))}
      value={value}
      onChange={onChange}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      clearable={clearable}
      clearButtonProps={{ 'aria-label': `Choose no ${noun}` }}
      // The server has searched; typing must not hide what it answers until the next answer.
      filter={({ options }) => options}
      nothingFoundMessage={error ? error.message : isFetching ? 'Looking…' : `No ${noun} of that name`}
    />
  )
}
