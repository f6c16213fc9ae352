'use client'

import { Button, CloseButton, Group, SegmentedControl, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { ModelPicker } from '@/components/pricing/model-picker'
import { DayInput } from '@/components/registry/day-input'
import { OwnerPicker } from '@/components/registry/owner-picker'
import type { FixKind } from '@/lib/triage/fixes/kinds'
import type { Means } from '@/lib/triage/loaders'
import type { Finding } from '@/lib/triage/queries'
import { CaptureFields, DoubleFields } from './capture-fields'
import type { FixValues } from './fix-request'
import classes from './triage.module.css'

export interface FixFieldsProps {
  kind: FixKind
  values: FixValues
  onChange: (change: Partial<FixValues>) => void
  means: Means
  baseId: string
  findings: readonly Finding[]
}

/** What a kind of fix asks. */
export function FixFields(props: FixFieldsProps) {
  const { kind, values, onChange, baseId } = props
  if (kind === 'owner') return <OwnerFields {...props} />
  if (kind === 'split') return <SplitFields {...props} />
  if (kind === 'price') return <PriceFields {...props} />
  if (kind === 'alias_team') {
    return (
      <OwnerPicker
        id={`${baseId}-owner`}
        kind="team"
        label="The team that it stands for"
        required
        value={values.team}
        onChange={(team) => onChange({ team })}
      />
    )
  }
  if (kind === 'project') {
    return (
      <>
        <OwnerPicker
          id={`${baseId}-project`}
          kind="project"
          label="Project"
          required
          value={values.project}
          onChange={(project) => onChange({ project })}
        />
        <TermFields {...props} />
      </>
    )
  }
  if (kind === 'cost_center') {
    return (
      <>
        <OwnerPicker
          id={`${baseId}-cost-center`}
          kind="cost_center"
          label="Cost centre"
          description={
            props.findings[0]?.lane === 'cost_center_mismatch' ? 'Empty: the one that each of them reports.' : undefined
          }
          required={props.findings[0]?.lane !== 'cost_center_mismatch'}
          value={values.costCenter}
          onChange={(costCenter) => onChange({ costCenter })}
        />
        <FromField {...props} />
      </>
    )
  }
  if (kind === 'capture') return <CaptureFields {...props} />
  if (kind === 'double') return <DoubleFields {...props} />
  if (kind === 'accept') return <AcceptFields {...props} />
  return null
}

function OwnerFields(props: FixFieldsProps) {
  const { values, onChange, means, baseId } = props
  return (
    <>
      <Stack gap={6}>
        <SegmentedControl
          aria-label="Kind of owner"
          data={[
            { value: 'team', label: 'A team' },
            { value: 'pool', label: 'A shared pool' },
          ]}
          value={values.ownerKind}
          onChange={(ownerKind) => onChange({ ownerKind: ownerKind === 'pool' ? 'pool' : 'team' })}
        />
        {values.ownerKind === 'team' ? (
          <OwnerPicker
            id={`${baseId}-owner`}
            kind="team"
            label="Team"
            required
            value={values.team}
            onChange={(team) => onChange({ team })}
          />
        ) : (
          <Select
            id={`${baseId}-owner`}
            label="Shared pool"
            required
            searchable
            placeholder={means.pools.length === 0 ? 'None is registered yet' : undefined}
            data={means.pools.map(({ slug, name }) => ({ value: slug, label: `${name} (${slug})` }))}
            value={values.pool}
            onChange={(pool) => onChange({ pool })}
          />
        )}
      </Stack>
      <TermFields {...props} />
    </>
  )
}

function FromField({ values, onChange, baseId }: FixFieldsProps) {
  return (
    <DayInput
      id={`${baseId}-from`}
      label="From"
      description="Begins with the open period; empty: for all of time."
      clearable
      value={values.from}
      onChange={(from) => onChange({ from })}
    />
  )
}

function TermFields(props: FixFieldsProps) {
  const { values, onChange, baseId } = props
  return (
    <>
      <FromField {...props} />
      <NoteField id={`${baseId}-note`} note={values.note} onChange={(note) => onChange({ note })} />
    </>
  )
}

function NoteField({ id, note, onChange }: { id: string; note: string; onChange: (note: string) => void }) {
  return (
    <Textarea
      id={id}
      label="Note"
      description="Why, and who agreed to it."
      rows={2}
      maxLength={500}
      value={note}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

function SplitFields(props: FixFieldsProps) {
  const { values, onChange } = props
  const set = (id: string, change: { service?: string; team?: string | null }) =>
    onChange({ parts: values.parts.map((part) => (part.id === id ? { ...part, ...change } : part)) })
  return (
    <>
      <Stack gap="xs" component="fieldset" className={classes.parts}>
        <Text size="sm" fw={500} component="legend">
          Parts of the key
        </Text>
        {values.parts.map(({ id, service, team }, index) => (
          <div key={id} className={classes.part}>
            <TextInput
              label={`Service ${index + 1}`}
              placeholder="Calls without a service"
              value={service}
              onChange={(event) => set(id, { service: event.currentTarget.value })}
            />
            <OwnerPicker kind="team" label={`Its team`} required value={team} onChange={(next) => set(id, { team: next })} />
            <CloseButton
              aria-label={`Take service ${index + 1} away`}
              disabled={values.parts.length === 1}
              onClick={() => onChange({ parts: values.parts.filter((part) => part.id !== id) })}
            />
          </div>
        ))}
        <Group>
          <Button
            size="xs"
            variant="subtle"
            leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
            onClick={() => onChange({ parts: [...values.parts, { id: crypto.randomUUID(), service: '', team: null }] })}
          >
            Add a service
          </Button>
        </Group>
      </Stack>
      <TermFields {...props} />
    </>
  )
}

function PriceFields({ values, onChange, means, baseId }: FixFieldsProps) {
  return (
    <>
      <SegmentedControl
        aria-label="Where the price comes from"
        data={[
          { value: 'like', label: 'Same as a model of the book' },
          { value: 'rates', label: 'Rates of our own' },
        ]}
        value={values.priceBy}
        onChange={(priceBy) => onChange({ priceBy: priceBy === 'rates' ? 'rates' : 'like' })}
      />
      {values.priceBy === 'like' ? (
        <ModelPicker
          id={`${baseId}-price`}
          providers={means.providers}
          provider={values.provider}
          model={values.model}
          onProviderChange={(provider) => onChange({ provider })}
          onModelChange={(model) => onChange({ model })}
        />
      ) : (
        <Group grow align="flex-start">
          <TextInput
            id={`${baseId}-input`}
            label="Input"
            description="US dollars per 1M tokens"
            inputMode="decimal"
            value={values.input}
            onChange={(event) => onChange({ input: event.currentTarget.value })}
          />
          <TextInput
            id={`${baseId}-output`}
            label="Output"
            description="US dollars per 1M tokens"
            inputMode="decimal"
            value={values.output}
            onChange={(event) => onChange({ output: event.currentTarget.value })}
          />
        </Group>
      )}
      <NoteField id={`${baseId}-note`} note={values.note} onChange={(note) => onChange({ note })} />
    </>
  )
}

function AcceptFields({ values, onChange, baseId }: FixFieldsProps) {
  return (
    <>
      <Textarea
        id={`${baseId}-reason`}
        label="Reason"
        description="Read by everyone who sees the finding."
        required
        rows={3}
        maxLength={2_000}
        data-autofocus
        value={values.reason}
        onChange={(event) => onChange({ reason: event.currentTarget.value })}
      />
      <DayInput
        id={`${baseId}-until`}
        label="Until"
        description="The last day on which it is accepted, at most a year from now."
        required
        value={values.until}
        onChange={(until) => onChange({ until })}
      />
    </>
  )
}
