'use client'

import { Autocomplete } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { modelNamesOptions } from '@/lib/pricing/client'

const quietMs = 200

interface ModelPickerProps {
  /** Prefix of the inputs' ids. */
  id: string
  providers: readonly { provider: string }[]
  provider: string
  model: string
  onProviderChange: (provider: string) => void
  onModelChange: (model: string) => void
  providerLabel?: string
  modelLabel?: string
  modelDescription?: ReactNode
  providerError?: ReactNode
  modelError?: ReactNode
  /** Absent where a term may hold for every model. */
  required?: boolean
}

/** A provider and one of its models, searched while one types; any other spelling may be typed too. */
export function ModelPicker(props: ModelPickerProps) {
  const { id, provider, model } = props
  const [search] = useDebouncedValue(model.trim(), quietMs)
  const { data: names = [] } = useQuery(modelNamesOptions(provider.trim().toLowerCase(), search))
  return (
    <>
      <Autocomplete
        id={`${id}-provider`}
        label={props.providerLabel ?? 'Provider'}
        data={props.providers.map((one) => one.provider)}
        limit={60}
        required
        value={provider}
        error={props.providerError}
        onChange={props.onProviderChange}
        comboboxProps={{ withinPortal: false }}
      />
      <Autocomplete
        id={`${id}-model`}
        label={props.modelLabel ?? 'Model'}
        description={props.modelDescription}
        data={names}
        // The server has searched already, in aliases too.
        filter={({ options }) => options}
        required={props.required ?? true}
        value={model}
        error={props.modelError}
        onChange={props.onModelChange}
        comboboxProps={{ withinPortal: false }}
      />
    </>
  )
}
