'use client'

import { ActionIcon, Button, Group, MultiSelect, Select, Text, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useId } from 'react'
import { formatMonth } from '@/components/overview/format-month'
import { renamePaths } from '@/components/registry/rename-paths'
import { FormFrame } from '@/components/settings/form-frame'
import { notifyDone } from '@/components/settings/notify'
import { checkAgainst, useActionForm } from '@/components/settings/use-action-form'
import { proposePolicyAction } from '@/lib/attribution/pools/actions'
import type { PoolsPageData, PoolView } from '@/lib/attribution/pools/loaders'
import { type PoolMethod, poolMethodLabels, poolMethods } from '@/lib/attribution/pools/pool-methods'
import { proposePolicySchema } from '@/lib/attribution/pools/schema'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { addMonths, monthOf } from '@/lib/time/calendar'
import classes from './pools.module.css'

interface ShareRow {
  team: string | null
  percent: string
}
type ProposeValues = { method: PoolMethod; month: string; teams: string[]; shares: ShareRow[]; note: string }

interface ProposeFormProps {
  pool: PoolView
  data: PoolsPageData
  onDone: () => void
}

/** The server's names of the fields, and the form's. */
const formPaths = { from_month: 'month' }

/** Proposes how a pool is shared out from a month on; somebody else has to approve it before it holds. */
export function ProposeForm({ pool, data, onDone }: ProposeFormProps) {
  const toInput = ({ method, month, teams, shares, note }: ProposeValues) => ({
    pool: pool.slug,
    from_month: month,
    method,
    shares:
      method === 'fixed'
        ? shares.map(({ team, percent }) => ({ team: team ?? '', percent: percent.trim() }))
        : method === 'central'
          ? []
          : teams.map((team) => ({ team })),
    note,
  })
  const { form, onSubmit, pending, failure } = useActionForm<ProposeValues, { id: string }>({
    initialValues: { method: 'direct_spend', month: data.thisMonth, teams: [], shares: [{ team: null, percent: '' }], note: '' },
    check: (values) => renamePaths(checkAgainst(proposePolicySchema, toInput(values)), formPaths),
    action: async (values) => {
      const answer = await proposePolicyAction(toInput(values))
      return answer.ok ? answer : { ...answer, errors: renamePaths(answer.errors, formPaths) }
    },
    onDone: () => {
      notifyDone(`The policy was proposed. It holds once ${pool.approverEmail}, or somebody else who approves, agrees.`)
      onDone()
    },
  })
  const ids = { method: useId(), month: useId(), shares: useId(), note: useId() }
  const { method, shares } = form.values
  // Months that are over can be shared out too, as long as nobody has closed them.
  const months = Array.from({ length: 9 }, (_, index) => monthOf(addMonths(`${data.thisMonth}-01`, 2 - index)))
  return (
    <FormFrame
      onSubmit={onSubmit}
      pending={pending}
      failure={failure}
      fields={{
        method: { label: 'Method', fieldId: ids.method },
        month: { label: 'From month', fieldId: ids.month },
        shares: { label: 'Shares', fieldId: ids.shares },
        note: { label: 'Note', fieldId: ids.note },
      }}
      submitLabel="Propose"
    >
      <Select
        id={ids.method}
        label="Method"
        description={poolMethodLabels[method].description}
        allowDeselect={false}
        data={poolMethods.map((value) => ({ value, label: poolMethodLabels[value].label }))}
        {...form.getInputProps('method')}
      />
      <Select
        id={ids.month}
        label="From month"
        allowDeselect={false}
        data={months.map((value) => ({ value, label: formatMonth(value) }))}
        {...form.getInputProps('month')}
      />
      {method === 'fixed' && (
        <Shares
          id={ids.shares}
          shares={shares}
          teams={data.teams}
          error={form.errors.shares}
          onChange={(next) => form.setFieldValue('shares', next)}
        />
      )}
      {method !== 'fixed' && method !== 'central' && (
        <MultiSelect
          id={ids.shares}
          label="Teams"
          description="Among whom; empty for all teams."
          data={data.teams}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'Choose all teams' }}
          limit={100}
          nothingFoundMessage="No team of that name"
          {...form.getInputProps('teams')}
        />
      )}
      <Textarea
        id={ids.note}
        label="Note"
        description="Why so; who approves reads it."
        rows={3}
        maxLength={1000}
        {...form.getInputProps('note')}
      />
    </FormFrame>
  )
}

interface SharesProps {
  id: string
  shares: readonly ShareRow[]
  teams: readonly { value: string; label: string }[]
  error: React.ReactNode
  onChange: (shares: ShareRow[]) => void
}

function Shares({ id, shares, teams, error, onChange }: SharesProps) {
  const change = (index: number, patch: Partial<ShareRow>) =>
    onChange(shares.map((share, at) => (at === index ? { ...share, ...patch } : share)))
  const free = (own: string | null) => teams.filter(({ value }) => value === own || !shares.some(({ team }) => team === value))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own legend and box
    <div className={classes.shares} role="group" aria-label="Shares in percent" id={id} tabIndex={-1}>
      {shares.map((share, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name of its own before its team is chosen
        <div key={index} className={classes.share}>
          <Select
            aria-label={`Team of share ${index + 1}`}
            placeholder="Team"
            data={free(share.team)}
            value={share.team}
            searchable
            onChange={(team) => change(index, { team })}
          />
          <TextInput
            aria-label={`Percentage of share ${index + 1}`}
            inputMode="decimal"
            rightSection="%"
            value={share.percent}
            onChange={(event) => change(index, { percent: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={`Remove share ${index + 1}`}
            disabled={shares.length === 1}
            onClick={() => onChange(shares.filter((_, at) => at !== index))}
          >
            <IconX size={16} stroke={1.5} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Group justify="space-between">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
          onClick={() => onChange([...shares, { team: null, percent: '' }])}
        >
          Add team
        </Button>
        <Text size="sm" c="dimmed" aria-live="polite">
          {sumPercents(shares)} of 100 %
        </Text>
      </Group>
      {error && (
        <Text size="sm" className={classes.quiet}>
          {error}
        </Text>
      )}
    </div>
  )
}

/** The sum of what can be read so far. */
function sumPercents(shares: readonly ShareRow[]): string {
  const readable = shares.map(({ percent }) => percent.trim()).filter((text) => /^\d{1,3}(\.\d{1,6})?$/.test(text))
  return formatDecimal(readable.reduce((sum, text) => sum + parseDecimal(text), 0n))
}
