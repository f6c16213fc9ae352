'use client'

import { Button, Group, Stack, Text } from '@mantine/core'
import { useId, useState } from 'react'
import { ActionError } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import { useAction } from '@/components/settings/use-action'
import { formatDate } from '@/components/ui/format-date'
import { archiveTeamAction, restoreTeamAction } from '@/lib/attribution/actions'
import type { EntryView } from '@/lib/attribution/loaders'
import { archiveEntryAction, restoreEntryAction } from '@/lib/attribution/registry-commands/actions'
import { archiveCostCenterAction, restoreCostCenterAction } from '@/lib/registry/actions'
import { type ListedKind, mappingFacts, mappingsOf } from '@/lib/registry/kinds'
import type { CalendarDate } from '@/lib/time/calendar'
import { DayInput } from './day-input'

interface ArchiveProps {
  entry: EntryView
  onDone: () => void
}

/** Ends a team on a day, or takes it into use again. */
export function ArchiveTeam({ entry, today, onDone }: ArchiveProps & { today: CalendarDate }) {
  const [from, setFrom] = useState<CalendarDate | null>(today)
  const archiving = useAction(archiveTeamAction)
  const restoring = useAction(restoreTeamAction)
  const dayId = useId()
  const finish = (message: string) => {
    notifyDone(message)
    onDone()
  }
  if (entry.archivedFrom !== null) {
    const restore = async () => {
      if ((await restoring.run({ id: entry.id }))?.ok) finish(`${entry.code} is in use again.`)
    }
    return (
      <Stack gap="sm">
        <ActionError failure={restoring.failure} fields={{ archived_from: { label: entry.code } }} />
        <Text size="sm">
          Archived from {formatDate(entry.archivedFrom)}: what names it since then is nobody’s. Restored, it owns that too.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" loading={restoring.pending} onClick={() => void restore()}>
            Restore
          </Button>
        </Group>
      </Stack>
    )
  }
  const archive = async () => {
    if (from === null) return
    if ((await archiving.run({ id: entry.id, from }))?.ok) finish(`${entry.code} is archived from ${formatDate(from)}.`)
  }
  return (
    <Stack gap="sm">
      <ActionError failure={archiving.failure} fields={{ from: { label: 'First day without it', fieldId: dayId } }} />
      <DayInput
        id={dayId}
        label="First day without it"
        description="What it owned before stays its own. What names it from that day on is nobody’s, and triage says so."
        value={from}
        onChange={setFrom}
      />
      <Group justify="flex-end">
        <Button variant="default" disabled={from === null} loading={archiving.pending} onClick={() => void archive()}>
          Archive
        </Button>
      </Group>
    </Stack>
  )
}

/** What an archived entry of each kind still does, and what it takes no more. */
const archiveNotes: Readonly<Record<Exclude<ListedKind, 'team'>, string>> = {
  cost_center: 'An archived cost centre takes no team; what was booked there stays. Teams are moved elsewhere first.',
  business_unit: 'An archived business unit takes no cost centre; its cost centres are moved elsewhere first.',
  project:
    'From today on an archived project belongs to no team: what names it needs another owner. The days before stay as they are.',
  product_line: 'An archived product line takes no project; its projects are moved elsewhere first.',
  service:
    'From today on an archived service belongs to no team: what names it needs another owner. The days before stay as they are.',
  provider_key:
    'From today on an archived key belongs to no team: what it is used for needs another owner. The days before stay as they are.',
}

const restoreNote = (kind: Exclude<ListedKind, 'team'>) =>
  mappingsOf(kind).some((mapping) => mappingFacts[mapping].owner === 'team')
    ? 'Archived: it belongs to no team. Restored, it is moved to one above.'
    : 'Archived: nothing new can be put here. What was booked stays.'

/** Takes an entry of another kind out of use, or into use again. */
export function ArchiveEntry({ kind, entry, onDone }: ArchiveProps & { kind: Exclude<ListedKind, 'team'> }) {
  const { isArchived, id, code } = entry
  const { run, pending, failure } = useAction((input: { id: string }) => {
    if (kind === 'cost_center') return (isArchived ? restoreCostCenterAction : archiveCostCenterAction)(input)
    return (isArchived ? restoreEntryAction : archiveEntryAction)({ kind, ...input })
  })
  const change = async () => {
    if (!(await run({ id }))?.ok) return
    notifyDone(isArchived ? `${code} is in use again.` : `${code} is archived.`)
    onDone()
  }
  return (
    <Stack gap="sm">
      <ActionError failure={failure} fields={{ archived: { label: code } }} />
      <Text size="sm" c="dimmed">
        {isArchived ? restoreNote(kind) : archiveNotes[kind]}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" loading={pending} onClick={() => void change()}>
          {isArchived ? 'Restore' : 'Archive'}
        </Button>
      </Group>
    </Stack>
  )
}
