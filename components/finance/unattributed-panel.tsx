'use client'

import { DataTable } from '@/components/ui/data-table'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import type { Questions } from '@/lib/finance/questions/schema'
import { formatUsd } from '@/lib/money/format'
import { formatShare } from './coverage'
import { exceptionColumns } from './exception-columns'
import { questionRows } from './question-parts'

/** What is not attributed, and with whom it lies. */
export function UnattributedPanel({ questions: { unattributed, total_usd } }: { questions: Questions }) {
  const { exceptions, assignees } = unattributed
  return (
    <Section
      title="What is not attributed, and with whom does it lie?"
      note={
        exceptions.length === 0
          ? 'Nothing'
          : `${formatUsd(unattributed.total_usd)}, ${formatShare(unattributed.total_usd, total_usd) ?? 'none'} of the total: ${describeAssignees(assignees)}`
      }
      actions={<TextLink href="/triage">Triage</TextLink>}
      flush
    >
      <DataTable
        caption="Not attributed"
        variant="bare"
        columns={exceptionColumns}
        rows={exceptions}
        rowKey={({ reason, assignee, label }) => `${reason}/${assignee ?? ''}/${label}`}
        rowHref={({ href }) => href}
        sortable={false}
        csv={false}
        paging={{ mode: 'client', pageSize: questionRows }}
        empty={{ title: 'Everything is attributed' }}
      />
    </Section>
  )
}

const maxAssignees = 3

/** `The platform desk $120.00, Dana Reyes $80.00 and 2 others`. */
function describeAssignees(assignees: Questions['unattributed']['assignees']): string {
  const named = assignees
    .slice(0, maxAssignees)
    .map(({ assignee, amount_usd }) => `${assignee ?? 'nobody asked'} ${formatUsd(amount_usd)}`)
  const others = assignees.length - named.length
  return `${named.join(', ')}${others > 0 ? ` and ${others} ${others === 1 ? 'other' : 'others'}` : ''}`
}
