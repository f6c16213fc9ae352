import { FiguresOf } from '@/components/overview/figures-of'
import { FindingCost } from '@/components/triage/finding-cost'
import { describeGroup } from '@/components/triage/group-values'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { laneOf } from '@/lib/triage/lanes'
import type { Finding, FindingsReport } from '@/lib/triage/queries'

const columns: readonly Column<Finding>[] = [
  { key: 'finding', header: 'Finding', value: describeGroup },
  { key: 'lane', header: 'Lane', value: ({ lane }) => laneOf(lane).title },
  {
    key: 'cost',
    header: 'Cost',
    kind: 'money',
    value: ({ costUsd }) => costUsd,
    render: ({ costUsd, isAtLeast }) => <FindingCost costUsd={costUsd} isAtLeast={isAtLeast} />,
  },
]

/** What is wrong or missing and waits for the team, those with most dollars first. */
export function FindingsPanel({ report, team }: { report: FindingsReport; team: string }) {
  const { from, to, as_of: asOf, zone, findings, total } = report
  const href = `/triage?assignee=${encodeURIComponent(`team:${team}`)}`
  return (
    <Section
      title="Open findings"
      note={<FiguresOf period={{ from, to }} asOf={asOf} zone={zone} />}
      actions={total > 0 && <TextLink href={href}>{total === 1 ? 'In triage' : `All ${total}`}</TextLink>}
      flush
    >
      <DataTable
        caption="Open findings"
        variant="bare"
        columns={columns}
        rows={findings}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/triage/${id}`}
        sortable={false}
        csv={false}
        empty={{ title: 'Nothing waits for the team.', detail: 'No open finding is with it.' }}
      />
    </Section>
  )
}
