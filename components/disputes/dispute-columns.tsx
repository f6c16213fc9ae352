import { UnstyledButton } from '@mantine/core'
import settings from '@/components/settings/settings.module.css'
import type { Column } from '@/components/ui/data-table-columns'
import { formatDate } from '@/components/ui/format-date'
import { StatusBadge, type StatusTone } from '@/components/ui/status-badge'
import type { DisputeView } from '@/lib/attribution/disputes/loaders'
import { dateInZone } from '@/lib/time/instant'

const states: Readonly<Record<DisputeView['state'], { label: string; tone: StatusTone }>> = {
  open: { label: 'Open', tone: 'waiting' },
  accepted: { label: 'Accepted', tone: 'done' },
  refused: { label: 'Refused', tone: 'off' },
  withdrawn: { label: 'Withdrawn', tone: 'off' },
}

export function DisputeState({ state }: Pick<DisputeView, 'state'>) {
  return <StatusBadge {...states[state]} />
}

/** What the list of disputes shows of each. */
export function disputeColumns(zone: string, onOpen: (id: string) => void): readonly Column<DisputeView>[] {
  const dayOf = (instant: string) => formatDate(dateInZone(new Date(instant), zone))
  return [
    {
      key: 'team',
      header: 'Counted to',
      value: ({ teamName }) => teamName,
      render: ({ id, teamName, proposedName }) => (
        <UnstyledButton
          className={settings.open}
          onClick={() => onOpen(id)}
          aria-haspopup="dialog"
          aria-label={`${teamName}, proposed ${proposedName}`}
        >
          {teamName}
        </UnstyledButton>
      ),
    },
    { key: 'conditions', header: 'What', value: ({ conditions }) => conditions.join('; '), render: (row) => <What {...row} /> },
    {
      key: 'proposed',
      header: 'Proposed',
      value: ({ proposedName, proposedKind }) => (proposedKind === 'pool' ? `${proposedName} (shared pool)` : proposedName),
    },
    {
      key: 'state',
      header: 'State',
      value: ({ state }) => states[state].label,
      render: (row) => <DisputeState state={row.state} />,
    },
    { key: 'raisedBy', header: 'Raised by', value: ({ raisedBy }) => raisedBy },
    { key: 'raisedAt', header: 'Raised', value: ({ raisedAt }) => raisedAt, render: ({ raisedAt }) => dayOf(raisedAt) },
    {
      key: 'decidedBy',
      header: 'Decided by',
      value: ({ decidedBy }) => decidedBy ?? '',
      render: ({ decidedBy }) => decidedBy ?? '—',
    },
  ]
}

function What({ conditions }: Pick<DisputeView, 'conditions'>) {
  const text = conditions.join('; ')
  return (
    <span className={settings.clipped} title={text}>
      {text}
    </span>
  )
}
