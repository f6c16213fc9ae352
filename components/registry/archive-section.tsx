'use client'

import { Button, Group, Stack, Text } from '@mantine/core'
import { useId, useState } from 'react'
import { ActionError } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import { useAction } from '@/components/settings/use-action'
import { formatDate } from '@/components/ui/format-date'
import { archiveTeamAction, restoreTeamAction } from '@/lib/attribution/actions'
import type { CostCenterView, TeamView } from '@/lib/attribution/loaders'
import { archiveCostCenterAction, restoreCostCenterAction } from '@/lib/registry/actions'
import type { CalendarDate } from '@/lib/time/calendar'
import { DayInput } from './day-input'

/** Ends a team on a day, or takes it into use again. */
export function ArchiveTeam({ team, today, onDone }: { team: TeamView; today: CalendarDate; onDone: () => void }) {
  const [from, setFrom] = useState<CalendarDate | null>(today)
  const archiving = useAction(archiveTeamAction)
  const restoring = useAction(restoreTeamAction)
  const dayId = useId()
  const finish = (message: string) => {
    notifyDone(message)
    onDone()
  }
  if (team.archivedFrom !== null) {
    const restore = async () => {
      if ((await restoring.run({ id: team.id }))?.ok) finish(`${team.code} is in use again.`)
    }
    return (
      <Stack gap="sm">
        <ActionError failure={restoring.failure} />
        <Text size="sm">
          Archived from {formatDate(team.archivedFrom)}: what names it since then is nobody’s. Restored, it owns that too.
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
    if ((await archiving.run({ id: team.id, from }))?.ok) finish(`${team.code} is archived from ${formatDate(from)}.`)
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

/** Takes a cost centre out of use, or into use again. */
export function ArchiveCostCenter({ costCenter, onDone }: { costCenter: CostCenterView; onDone: () => void }) {
  const { isArchived, id, code } = costCenter
  const { run, pending, failure } = useAction(isArchived ? restoreCostCenterAction : archiveCostCenterAction)
  const change = async () => {
    if (!(await run({ id }))?.ok) return
    notifyDone(isArchived ? `${code} is in use again.` : `${code} is archived.`)
    onDone()
  }
  return (
    <Stack gap="sm">
      <ActionError failure={failure} fields={{ archived: { label: code } }} />
      <Text size="sm" c="dimmed">
        {isArchived
          ? 'Archived: no team can be moved here. What was booked here stays.'
          : 'An archived cost centre takes no team; what was booked there stays. Teams are moved elsewhere first.'}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" loading={pending} onClick={() => void change()}>
          {isArchived ? 'Restore' : 'Archive'}
        </Button>
      </Group>
    </Stack>
  )
}
