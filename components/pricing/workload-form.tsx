'use client'

import { SegmentedControl, TextInput } from '@mantine/core'
import type { Workload, WorkloadFaults } from '@/lib/pricing/estimate-workload'
import { ModelPicker } from './model-picker'
import classes from './pricing.module.css'

interface WorkloadFormProps {
  /** `a` or `b`: prefix of ids. */
  id: string
  providers: readonly { provider: string }[]
  value: Workload
  faults: WorkloadFaults
  onChange: (change: Partial<Workload>) => void
}

/** One workload as typed: counts in any spelling, of all requests together or of each. */
export function WorkloadForm({ id, providers, value, faults, onChange }: WorkloadFormProps) {
  const each = value.counts === 'each'
  const count = (field: 'requests' | 'input' | 'cached' | 'write5m' | 'write1h' | 'output', label: string, placeholder = '0') => (
    <TextInput
      id={`${id}-${field}`}
      label={label}
      placeholder={placeholder}
      autoComplete="off"
      value={value[field]}
      error={faults[field]}
      onChange={(event) => onChange({ [field]: event.currentTarget.value })}
    />
  )
  return (
    <div className={classes.fields}>
      <ModelPicker
        id={id}
        providers={providers}
        provider={value.provider}
        model={value.model}
        onProviderChange={(provider) => onChange({ provider })}
        onModelChange={(model) => onChange({ model })}
        modelError={faults.model}
      />
      <SegmentedControl
        className={classes.wide}
        aria-label="Counts are"
        value={value.counts}
        onChange={(counts) => onChange({ counts: counts === 'each' ? 'each' : 'total' })}
        data={[
          { value: 'total', label: 'Totals of all requests' },
          { value: 'each', label: 'Counts per request' },
        ]}
      />
      {count('requests', 'Requests', '1')}
      {count('input', each ? 'Input tokens per request' : 'Input tokens')}
      {count('cached', 'of which read from cache')}
      {count('output', each ? 'Output tokens per request' : 'Output tokens')}
      {count('write5m', 'of input written to cache, 5 min')}
      {count('write1h', 'of input written to cache, 1 h')}
      <TextInput
        id={`${id}-tier`}
        label="Tier"
        placeholder="standard"
        value={value.tier}
        onChange={(event) => onChange({ tier: event.currentTarget.value })}
      />
      <TextInput
        id={`${id}-region`}
        label="Region"
        placeholder="global"
        value={value.region}
        onChange={(event) => onChange({ region: event.currentTarget.value })}
      />
      <TextInput
        id={`${id}-at`}
        type="datetime-local"
        label="Time (UTC)"
        description="Blank: now."
        value={value.at}
        error={faults.at}
        onChange={(event) => onChange({ at: event.currentTarget.value })}
      />
      <TextInput
        id={`${id}-account`}
        label="Billing account"
        description="For contract terms of one account."
        value={value.account}
        onChange={(event) => onChange({ account: event.currentTarget.value })}
      />
    </div>
  )
}
