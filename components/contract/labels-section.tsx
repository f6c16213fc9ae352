'use client'

import { Button, Checkbox, TextInput } from '@mantine/core'
import { Section } from '@/components/ui/section'
import { StatusBadge } from '@/components/ui/status-badge'
import { type LabelColumn, labelColumns } from '@/lib/attribution/contract/contract-fields'
import type { ContractDocument } from '@/lib/attribution/contract/schema'
import classes from './contract.module.css'
import type { EditContract } from './edit-contract'

type Label = ContractDocument['labels'][number]

interface LabelsSectionProps {
  document: ContractDocument
  /** As they are published. */
  published: readonly Label[]
  edit: EditContract | null
  reused: readonly LabelColumn[]
  setReused: (columns: LabelColumn[]) => void
}

/** The six labels that an organisation may declare. Each keeps its column for good. */
export function LabelsSection({ document, published, edit, reused, setReused }: LabelsSectionProps) {
  const set = (column: LabelColumn, label: Label | null) =>
    edit?.({
      labels: [...document.labels.filter((one) => one.column !== column), ...(label ? [label] : [])].sort(
        (one, other) => one.column - other.column,
      ),
    })
  const reuse = (label: Label, isReused: boolean) => {
    setReused(isReused ? [...reused, label.column] : reused.filter((column) => column !== label.column))
    set(label.column, isReused ? { ...label, name: '', isRetired: false } : label)
  }
  return (
    <Section
      title="Labels"
      note="What reports can be grouped by beside the fields that everybody has, such as customer_tier. Callers send them in labels; those that are not declared are dropped. A label keeps its column, so that old values stay readable."
    >
      <ol className={classes.labels}>
        {labelColumns.map((column) => {
          const label = document.labels.find((one) => one.column === column)
          const before = published.find((one) => one.column === column)
          return (
            <li key={column} className={classes.label}>
              <code className={classes.column}>label_{column}</code>
              {edit ? (
                <EditLabel
                  column={column}
                  label={label}
                  before={before}
                  isReused={reused.includes(column)}
                  set={(changed) => set(column, changed)}
                  reuse={reuse}
                />
              ) : (
                <ShownLabel label={label} />
              )}
            </li>
          )
        })}
      </ol>
    </Section>
  )
}

function ShownLabel({ label }: { label: Label | undefined }) {
  if (!label) return <span className={classes.quiet}>Free</span>
  return (
    <>
      <code>{label.name}</code>
      {label.isRetired && <StatusBadge label="Retired" tone="off" />}
    </>
  )
}

interface EditLabelProps {
  column: LabelColumn
  label: Label | undefined
  before: Label | undefined
  isReused: boolean
  set: (label: Label | null) => void
  reuse: (before: Label, isReused: boolean) => void
}

function EditLabel({ column, label, before, isReused, set, reuse }: EditLabelProps) {
  const isFree = before === undefined || isReused
  return (
    <div className={classes.editLabel}>
      {isFree ? (
        <TextInput
          size="xs"
          aria-label={`Name of label_${column}`}
          placeholder="Free"
          autoComplete="off"
          spellCheck={false}
          value={label?.name ?? ''}
          onChange={({ currentTarget: { value } }) =>
            set(value === '' && !isReused ? null : { column, name: value, isRetired: false })
          }
        />
      ) : (
        <>
          <code>{label?.name}</code>
          {label?.isRetired && <StatusBadge label="Retired" tone="off" />}
          {label && (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`${label.isRetired ? 'Take up again' : 'Retire'} ${label.name}`}
              onClick={() => set({ ...label, isRetired: !label.isRetired })}
            >
              {label.isRetired ? 'Take up again' : 'Retire'}
            </Button>
          )}
        </>
      )}
      {before?.isRetired && (label?.isRetired || isReused) && (
        <Checkbox
          size="xs"
          checked={isReused}
          label={`Give its column to another label. What was sent as ${before.name} is then shown under the new name.`}
          onChange={({ currentTarget }) => reuse(before, currentTarget.checked)}
        />
      )}
    </div>
  )
}
