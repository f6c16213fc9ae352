'use client'

import { Text } from '@mantine/core'
import { useId } from 'react'
import { FormFrame } from '@/components/settings/form-frame'
import { notifyDone } from '@/components/settings/notify'
import { useActionForm } from '@/components/settings/use-action-form'
import { confirmAction } from '@/components/ui/confirm'
import { formatCount } from '@/components/ui/format-count'
import { formatDate } from '@/components/ui/format-date'
import type { EntryView } from '@/lib/attribution/loaders'
import { mergeEntriesAction } from '@/lib/attribution/registry-commands/actions'
import type { CalendarDate } from '@/lib/time/calendar'
import { DayInput } from './day-input'
import { kindLabels } from './kind-labels'
import { OwnerPicker } from './owner-picker'

/** The kinds of which one can go on in another. */
export type MergeableKind = 'team' | 'cost_center' | 'project' | 'service'

export const isMergeable = (kind: string): kind is MergeableKind => ['team', 'cost_center', 'project', 'service'].includes(kind)

const passesOn: Readonly<Record<MergeableKind, string>> = {
  team: 'Its projects, services and keys pass to the other from that day, and what still names it is the other’s.',
  cost_center: 'Its teams and pools are booked under the other from that day.',
  project: 'From that day on what names it belongs to the team of the other.',
  service: 'From that day on what names it belongs to the team of the other.',
}

/** What becomes of those who see a team's figures: a merge gives nobody more to see than an administrator did. */
function tellPeople({ people, code }: EntryView): string | null {
  if (people === null || people === 0) return null
  return people === 1
    ? `1 person is assigned to ${code} and goes on seeing its past alone: assign them to the other under People.`
    : `${formatCount(people)} people are assigned to ${code} and go on seeing its past alone: assign them to the other under People.`
}

interface MergeFormProps {
  kind: MergeableKind
  entry: EntryView
  today: CalendarDate
  onDone: () => void
}

type MergeValues = { into: string | null; from: string | null }

/** Lets an entry go on in another from a day on. */
export function MergeForm({ kind, entry, today, onDone }: MergeFormProps) {
  const { noun } = kindLabels[kind]
  const people = tellPeople(entry)
  const { form, onSubmit, pending, failure } = useActionForm<MergeValues, { series: number }>({
    initialValues: { into: null, from: today },
    check: ({ into, from }) => [
      ...(into === null ? [{ path: 'into', message: `is needed: the ${noun} that stays` }] : []),
      ...(from === null ? [{ path: 'from', message: 'is needed: the first day on which it has gone' }] : []),
    ],
    action: async ({ into, from }) => {
      const sure = await confirmAction({
        title: `Merge ${entry.code} into ${into}?`,
        body: `From ${from === null ? '' : formatDate(from)} on, ${entry.code} is archived and its name stands for ${into}. The days before stay as they are.${people === null ? '' : ` ${people}`}`,
        confirmLabel: 'Merge',
      })
      if (!sure) return { ok: false, message: 'Nothing was merged.', errors: [] }
      return mergeEntriesAction({ kind, id: entry.id, into: into ?? '', from: from ?? '' })
    },
    onDone: ({ series }, { into }) => {
      notifyDone(`${entry.code} was merged into ${into}. ${formatCount(series)} series changed hands.`)
      onDone()
    },
  })
  const ids = { into: useId(), from: useId() }
  return (
    <FormFrame
      onSubmit={onSubmit}
      pending={pending}
      submitLabel="Merge"
      failure={failure}
      fields={{ into: { label: 'Merge into', fieldId: ids.into }, from: { label: 'From', fieldId: ids.from } }}
      isPart
    >
      <Text size="sm" c="dimmed">
        {passesOn[kind]} {people}
      </Text>
      <OwnerPicker
        id={ids.into}
        kind={kind}
        label="Merge into"
        placeholder={`Choose a ${noun}`}
        required
        {...form.getInputProps('into')}
      />
      <DayInput
        id={ids.from}
        label="From"
        description="The first day on which it has gone; the days before stay as they are."
        required
        {...form.getInputProps('from')}
      />
    </FormFrame>
  )
}
