import { Button } from '@mantine/core'
import cells from '@/components/settings/settings.module.css'
import type { Column } from '@/components/ui/data-table-columns'
import { StatusBadge, type StatusTone } from '@/components/ui/status-badge'
import type { TermRow } from '@/lib/pricing/queries/terms'
import { describeAccount, describeEffect, describeTarget } from './describe-term'
import { formatMoment } from './format-moment'

const states: Readonly<Record<TermRow['state'], { label: string; tone: StatusTone }>> = {
  'in force': { label: 'In force', tone: 'active' },
  ahead: { label: 'Agreed for later', tone: 'waiting' },
  ended: { label: 'Ended', tone: 'off' },
}

/** What a list of contract terms shows of each. */
export function termColumns({ onEnd }: { onEnd?: (term: TermRow) => void } = {}): readonly Column<TermRow>[] {
  return [
    { key: 'effect', header: 'Effect', value: describeEffect },
    { key: 'what', header: 'On', value: describeTarget },
    { key: 'provider', header: 'Provider', value: ({ provider }) => provider },
    { key: 'model', header: 'Model', value: ({ model }) => model ?? 'Every model' },
    { key: 'account', header: 'Account', value: describeAccount },
    { key: 'tier', header: 'Tier', value: ({ tier, kind }) => tier ?? (kind === 'fixed' ? 'standard' : 'Every tier') },
    {
      key: 'from',
      header: 'From',
      value: ({ from }) => from ?? '',
      render: ({ from }) => (from ? formatMoment(from) : 'always'),
    },
    { key: 'to', header: 'Until', value: ({ to }) => to ?? '', render: ({ to }) => (to ? formatMoment(to) : 'open') },
    {
      key: 'state',
      header: 'State',
      value: ({ state }) => states[state].label,
      render: (term) => (
        <span className={cells.cell}>
          <StatusBadge {...states[term.state]} />
          {onEnd && term.state !== 'ended' && (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`End ${describeEffect(term)} of ${term.provider}`}
              onClick={() => onEnd(term)}
            >
              End
            </Button>
          )}
        </span>
      ),
    },
  ]
}
