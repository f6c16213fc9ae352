'use client'

import { SegmentedControl, Select, Stack, Text, Textarea } from '@mantine/core'
import { useId } from 'react'
import { DayInput } from '@/components/registry/day-input'
import { renamePaths } from '@/components/registry/rename-paths'
import { FormFrame } from '@/components/settings/form-frame'
import { notifyDone } from '@/components/settings/notify'
import { SideDrawer } from '@/components/settings/side-drawer'
import { useActionForm } from '@/components/settings/use-action-form'
import type { SideDrawerState } from '@/components/settings/use-side-drawer'
import { KeyValue } from '@/components/ui/key-value'
import { Money } from '@/components/ui/money'
import { raiseDisputeAction } from '@/lib/attribution/disputes/actions'
import type { OwnershipLine } from '@/lib/reports/ownership/queries'
import type { Period } from '@/lib/time/calendar'
import { lineConditions } from './line-conditions'
import { statedEntries } from './why-columns'

type Choice = { value: string; label: string }

interface DisputeDrawerProps {
  drawer: SideDrawerState<OwnershipLine> & { close: () => void }
  period: Period
  teams: readonly Choice[]
  pools: readonly Choice[]
}

/** Where somebody says that a line is not theirs, and whose it is instead. */
export function DisputeDrawer({ drawer, ...rest }: DisputeDrawerProps) {
  const { subject, opened, opening, close } = drawer
  return (
    <SideDrawer opened={opened} onClose={close} title="Dispute a line">
      {subject && <DisputeForm key={opening} line={subject} onDone={close} {...rest} />}
    </SideDrawer>
  )
}

type DisputeValues = { kind: 'team' | 'pool'; proposed: string | null; from: string | null; reason: string }

/** The server's names of the fields, and the form's. */
const formPaths = { proposed_team: 'proposed', proposed_pool: 'proposed', team: 'proposed' }

interface DisputeFormProps extends Omit<DisputeDrawerProps, 'drawer'> {
  line: OwnershipLine
  onDone: () => void
}

function DisputeForm({ line, period, teams, pools, onDone }: DisputeFormProps) {
  const { form, onSubmit, pending, failure } = useActionForm<DisputeValues, { id: string }>({
    initialValues: { kind: 'team', proposed: null, from: period.from, reason: '' },
    check: ({ proposed, reason }) => [
      ...(proposed === null ? [{ path: 'proposed', message: 'is needed: say whose it is instead' }] : []),
      ...(reason.trim() === '' ? [{ path: 'reason', message: 'is needed: say why it is not yours' }] : []),
    ],
    action: async ({ kind, proposed, from, reason }) => {
      const answer = await raiseDisputeAction({
        team: line.owner ?? '',
        proposed_team: kind === 'team' ? proposed : null,
        proposed_pool: kind === 'pool' ? proposed : null,
        conditions: lineConditions(line),
        from,
        reason,
      })
      return answer.ok ? answer : { ...answer, errors: renamePaths(answer.errors, formPaths) }
    },
    onDone: () => {
      notifyDone('The dispute was raised. Finance or the platform decides it; until then nothing moves.')
      onDone()
    },
  })
  const ids = { kind: useId(), proposed: useId(), from: useId(), reason: useId() }
  const { kind } = form.values
  const choices = kind === 'pool' ? pools : teams.filter(({ value }) => value !== line.owner)
  return (
    <FormFrame
      onSubmit={onSubmit}
      pending={pending}
      failure={failure}
      fields={{
        proposed: { label: 'Whose it is instead', fieldId: ids.proposed },
        from: { label: 'From', fieldId: ids.from },
        reason: { label: 'Why', fieldId: ids.reason },
      }}
      submitLabel="Dispute"
      onCancel={onDone}
    >
      <KeyValue
        entries={[
          { label: 'Counted to', value: line.ownerName ?? line.owner },
          ...statedEntries(line).map(([label, value]) => ({ label, value })),
          { label: 'Cost in this period', value: <Money amount={line.cost} atLeast={line.isAtLeast} /> },
        ]}
      />
      <Stack gap={4}>
        <Text size="sm" fw={500} id={ids.kind}>
          It belongs to
        </Text>
        <SegmentedControl
          aria-labelledby={ids.kind}
          data={[
            { value: 'team', label: 'Another team' },
            { value: 'pool', label: 'A shared pool' },
          ]}
          {...form.getInputProps('kind', { withError: false })}
          onChange={(value) => form.setValues({ kind: value === 'pool' ? 'pool' : 'team', proposed: null })}
        />
      </Stack>
      <Select
        id={ids.proposed}
        label="Whose it is instead"
        placeholder={kind === 'pool' ? 'Choose a pool' : 'Choose a team'}
        data={[...choices]}
        searchable
        required
        limit={100}
        nothingFoundMessage={kind === 'pool' ? 'No pool of that name' : 'No team of that name'}
        {...form.getInputProps('proposed')}
      />
      <DayInput
        id={ids.from}
        label="From"
        description="The first day on which it is theirs; empty for as long as there is usage."
        clearable
        {...form.getInputProps('from')}
      />
      <Textarea
        id={ids.reason}
        label="Why"
        description="Those who decide, and your team, read this."
        rows={3}
        maxLength={1000}
        required
        {...form.getInputProps('reason')}
      />
    </FormFrame>
  )
}
