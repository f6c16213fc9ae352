'use client'

import { Group, SegmentedControl, Stack, Switch, Text } from '@mantine/core'
import { useId } from 'react'
import { FormFrame } from '@/components/settings/form-frame'
import { notifyDone } from '@/components/settings/notify'
import { checkAgainst, useActionForm } from '@/components/settings/use-action-form'
import { mapMemberAction } from '@/lib/attribution/registry-commands/actions'
import { areSameSpans, type DatedSpan, hasDays, setSpan, valueOn } from '@/lib/registry/dated-spans'
import { readHolder, writeHolder } from '@/lib/registry/key-holder'
import { type ListedKind, type MappingKind, mappingFacts } from '@/lib/registry/kinds'
import { mapMemberSchema } from '@/lib/registry/schema'
import type { CalendarDate } from '@/lib/time/calendar'
import { DayInput } from './day-input'
import { kindLabels, mappingLabels } from './kind-labels'
import { MappingHistory } from './mapping-history'
import { OwnerPicker } from './owner-picker'
import { renamePaths } from './rename-paths'

interface MoveFormProps {
  mapping: MappingKind
  member: { kind: ListedKind; code: string }
  owner: ListedKind
  history: readonly DatedSpan<string>[]
  /** The names of its owners by their codes. */
  names: Readonly<Record<string, string>>
  /** How each value of the history is shown. */
  nameOf: (value: string) => string
  today: CalendarDate
  onDone: () => void
}

type MoveValues = {
  parent: string | null
  exclusive: boolean
  start: 'beginning' | 'day'
  from: string | null
  to: string | null
}

/** Says where something belongs from a day on, and shows the history that this would leave before it is made. */
export function MoveForm({ mapping, member, owner, history, names, nameOf, today, onDone }: MoveFormProps) {
  const { parent: parentLabel, none } = mappingLabels[mapping]
  const { canBeShared } = mappingFacts[mapping]
  const current = valueOn(history, today)
  const holder = current === null ? null : readHolder(current)
  const toInput = ({ parent, exclusive, start, from, to }: MoveValues) => ({
    kind: mapping,
    member: member.code,
    owner: parent,
    ...(canBeShared ? { exclusive } : {}),
    from: start === 'beginning' ? null : (from ?? ''),
    to,
  })
  const { form, onSubmit, pending, failure } = useActionForm<MoveValues, unknown>({
    initialValues: {
      // As it is today, so that nothing is changed by a slip of the hand.
      parent: holder?.code ?? null,
      exclusive: holder?.isExclusive ?? true,
      // The first mapping mostly says what was always so; a later one is a move.
      start: history.length === 0 ? 'beginning' : 'day',
      from: `${today.slice(0, 7)}-01`,
      to: null,
    },
    check: (values) => checkAgainst(mapMemberSchema, toInput(values)),
    action: async (values) => {
      const answer = await mapMemberAction(toInput(values))
      return answer.ok
        ? answer
        : { ...answer, errors: renamePaths(answer.errors, { [mappingFacts[mapping].owner]: 'parent', owner: 'parent' }) }
    },
    onDone: () => {
      notifyDone(`The history of ${member.code} was changed.`)
      onDone()
    },
  })
  const ids = { parent: useId(), from: useId(), to: useId(), start: useId() }
  const { start, exclusive } = form.values
  const wanted = toInput(form.values)
  const value = wanted.owner === null ? null : writeHolder({ code: wanted.owner, isExclusive: !canBeShared || exclusive })
  const isWhole = wanted.from !== '' && hasDays(wanted)
  const after = isWhole ? setSpan(history, wanted, value) : history
  const isSame = areSameSpans(history, after)
  return (
    <FormFrame
      onSubmit={onSubmit}
      pending={pending}
      submitLabel="Change history"
      disabled={isSame && isWhole}
      failure={failure}
      fields={{
        parent: { label: parentLabel, fieldId: ids.parent },
        from: { label: 'First day', fieldId: ids.from },
        to: { label: 'Until', fieldId: ids.to },
      }}
      isPart
    >
      <OwnerPicker
        id={ids.parent}
        kind={owner}
        label={parentLabel}
        placeholder={none}
        known={holder && { code: holder.code, name: names[holder.code] ?? holder.code }}
        {...form.getInputProps('parent')}
      />
      {canBeShared && (
        <Switch
          label="The team has this key to itself"
          description="Then it decides who owns what is called with it. A shared key decides nothing."
          {...form.getInputProps('exclusive', { type: 'checkbox' })}
        />
      )}
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
            description="It belongs there from then."
            required
            {...form.getInputProps('from')}
          />
        )}
        <DayInput
          id={ids.to}
          label="Until"
          description="First day after it; empty: none."
          clearable
          {...form.getInputProps('to')}
        />
      </Group>
      {!isSame && (
        <Stack gap={6}>
          <Text size="sm" c="dimmed">
            The {kindLabels[member.kind].noun} would then belong to:
          </Text>
          <MappingHistory
            label="History after the change"
            spans={after}
            nameOf={(one) =>
              readHolder(one).code === wanted.owner && !history.some((span) => span.value === one) ? one : nameOf(one)
            }
            nothing={none}
            today={today}
          />
        </Stack>
      )}
    </FormFrame>
  )
}
