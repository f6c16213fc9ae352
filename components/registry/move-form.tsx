'use client'

import { Button, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { useId } from 'react'
import { ActionError } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import { checkAgainst, useActionForm } from '@/components/settings/use-action-form'
import { mapCostCenterAction, mapTeamAction } from '@/lib/registry/actions'
import { areSameSpans, type DatedSpan, hasDays, setSpan, valueOn } from '@/lib/registry/dated-spans'
import { mapCostCenterSchema, mapTeamSchema } from '@/lib/registry/schema'
import type { CalendarDate } from '@/lib/time/calendar'
import { DayInput } from './day-input'
import { MappingHistory } from './mapping-history'
import { type Choice, type MappedKind, ownerKinds } from './owner-kinds'
import { renamePaths } from './rename-paths'

interface MoveFormProps {
  kind: MappedKind
  code: string
  history: readonly DatedSpan<string>[]
  /** What it can belong to; archived ones are not in it. */
  parents: readonly Choice[]
  nameOf: (value: string) => string
  today: CalendarDate
  onDone: () => void
}

type MoveValues = { parent: string | null; start: 'beginning' | 'day'; from: string | null; to: string | null }

/** The server's names of the fields, and the form's. */
const formPaths = { cost_center: 'parent', business_unit: 'parent' }

/** Says where something belongs from a day on, and shows the history that this would leave before it is made. */
export function MoveForm({ kind, code, history, parents, nameOf, today, onDone }: MoveFormProps) {
  const { noun, parentLabel, noParent } = ownerKinds[kind]
  const toInput = ({ parent, start, from, to }: MoveValues) => ({ parent, from: start === 'beginning' ? null : (from ?? ''), to })
  const { form, onSubmit, pending, failure } = useActionForm<MoveValues, unknown>({
    initialValues: {
      // As it is today, so that nothing is changed by a slip of the hand.
      parent: valueOn(history, today),
      // The first mapping mostly says what was always so; a later one is a move.
      start: history.length === 0 ? 'beginning' : 'day',
      from: `${today.slice(0, 7)}-01`,
      to: null,
    },
    check: (values) => {
      const { parent, ...bounds } = toInput(values)
      const faults =
        kind === 'team'
          ? checkAgainst(mapTeamSchema, { team: code, cost_center: parent, ...bounds })
          : checkAgainst(mapCostCenterSchema, { cost_center: code, business_unit: parent, ...bounds })
      return renamePaths(faults, formPaths)
    },
    action: async (values) => {
      const { parent, ...bounds } = toInput(values)
      const answer =
        kind === 'team'
          ? await mapTeamAction({ team: code, cost_center: parent, ...bounds })
          : await mapCostCenterAction({ cost_center: code, business_unit: parent, ...bounds })
      return answer.ok ? answer : { ...answer, errors: renamePaths(answer.errors, formPaths) }
    },
    onDone: () => {
      notifyDone(`The history of ${code} was changed.`)
      onDone()
    },
  })
  const ids = { parent: useId(), from: useId(), to: useId(), start: useId() }
  const { start } = form.values
  const wanted = toInput(form.values)
  const after = wanted.from !== '' && hasDays(wanted) ? setSpan(history, wanted, wanted.parent) : history
  const isSame = areSameSpans(history, after)
  return (
    <form onSubmit={onSubmit} method="post" noValidate>
      <Stack gap="md">
        <ActionError
          failure={failure}
          fields={{
            parent: { label: parentLabel, fieldId: ids.parent },
            from: { label: 'First day', fieldId: ids.from },
            to: { label: 'Until', fieldId: ids.to },
          }}
        />
        <Select
          id={ids.parent}
          label={parentLabel}
          placeholder={noParent}
          data={[...parents]}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': `Choose no ${parentLabel.toLowerCase()}` }}
          limit={100}
          nothingFoundMessage={
            parents.length === 0 ? `No ${parentLabel.toLowerCase()} is registered yet` : 'Nothing of that name'
          }
          {...form.getInputProps('parent')}
        />
        <Stack gap={4}>
          <Text size="sm" fw={500} id={ids.start}>
            Since when
          </Text>
          <SegmentedControl
            aria-labelledby={ids.start}
            data={[
              { value: 'beginning', label: 'From the beginning' },
              { value: 'day', label: 'From a day' },
            ]}
            {...form.getInputProps('start', { withError: false })}
          />
        </Stack>
        <Group grow align="flex-start" gap="sm">
          {start === 'day' && (
            <DayInput
              id={ids.from}
              label="First day"
              description="From this day on it belongs there."
              required
              {...form.getInputProps('from')}
            />
          )}
          <DayInput
            id={ids.to}
            label="Until"
            description="The first day on which it is over; empty for good."
            clearable
            {...form.getInputProps('to')}
          />
        </Group>
        {!isSame && (
          <Stack gap={6}>
            <Text size="sm" c="dimmed">
              The {noun} would then belong to:
            </Text>
            <MappingHistory label="History after the change" spans={after} nameOf={nameOf} nothing={noParent} today={today} />
          </Stack>
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={pending} disabled={isSame && wanted.from !== '' && hasDays(wanted)}>
            Change history
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
