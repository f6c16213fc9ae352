'use client'

import { Text } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { FormFrame } from '@/components/settings/form-frame'
import type { EditFormProps } from './edit-drawer'
import { ModelPicker } from './model-picker'
import { modelHref } from './places'

/** Which model's price is to change: its page shows the prices there are, and changes them. */
export function PickModelForm({ providers, onCancel }: EditFormProps) {
  const router = useRouter()
  const [provider, setProvider] = useState('')
  const [model, setModel] = useState('')
  const [isTried, setTried] = useState(false)
  const isReady = provider.trim() !== '' && model.trim() !== ''
  return (
    <FormFrame
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (!isReady) return
        onCancel()
        router.push(`${modelHref(provider.trim().toLowerCase(), model.trim().toLowerCase())}?edit=price`)
      }}
      pending={false}
      failure={null}
      submitLabel="To the model"
      onCancel={onCancel}
    >
      <Text size="sm">
        A new price from a day on, a correction of one that was wrong, or its end: on the page of the model, beside the prices
        that it has.
      </Text>
      <ModelPicker
        id="pick"
        providers={providers}
        provider={provider}
        model={model}
        onProviderChange={setProvider}
        onModelChange={setModel}
        providerError={isTried && provider.trim() === '' ? 'is needed' : undefined}
        modelError={isTried && model.trim() === '' ? 'is needed' : undefined}
      />
    </FormFrame>
  )
}
