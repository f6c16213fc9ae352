import { Button } from '@mantine/core'
import { requestsHref } from '@/components/spend/spend-href'
import type { Column } from '@/components/ui/data-table-columns'
import { formatDate, formatInstant, formatPeriod } from '@/components/ui/format-date'
import { Money } from '@/components/ui/money'
import { StatusBadge } from '@/components/ui/status-badge'
import { TextLink } from '@/components/ui/text-link'
import type { OwnershipLine } from '@/lib/reports/ownership/queries'
import { lineDimensions } from '@/lib/reports/ownership/schema'
import { dimensionLabel } from '@/lib/reports/spend/dimension-names'
import type { SpendParams } from '@/lib/reports/spend/schema'
import { addDays } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { basisWord, describeEvidence, setWords } from './describe-evidence'
import { lineFilters } from './line-conditions'
import classes from './why.module.css'

interface WhyColumnsQuestion {
  readonly question: Pick<SpendParams, 'from' | 'to' | 'filters'>
  readonly zone: string
  /** Null where the reader may dispute nothing. */
  readonly onDispute: ((line: OwnershipLine) => void) | null
}

const openReason = 'Some of its requests have no price or no known tokens.'

/** The columns of the lines: whose, what it says, why, who set that, and what it costs. */
export function whyColumns({ question, zone, onDispute }: WhyColumnsQuestion): Column<OwnershipLine>[] {
  return [
    {
      key: 'owner',
      header: 'Owner',
      value: ({ owner }) => owner ?? 'nobody',
      render: ({ owner, ownerName, ownerKind }) => (
        <span>
          {ownerName ?? owner ?? 'Nobody'}
          {ownerKind === 'pool' && <span className={classes.below}>Shared pool</span>}
        </span>
      ),
    },
    {
      key: 'stated',
      header: 'What the source stated',
      value: (line) =>
        statedEntries(line)
          .map(([name, value]) => `${name}: ${value}`)
          .join('; '),
      render: (line) => <Stated line={line} />,
    },
    {
      key: 'why',
      header: 'Why',
      value: (line) => `${basisWord(line)}: ${describeEvidence(line)}`,
      render: (line) => <Why line={line} />,
    },
    {
      key: 'set',
      header: 'Who set it',
      value: ({ evidence }) => evidence.by,
      render: (line) => <WhoSetIt line={line} zone={zone} />,
    },
    {
      key: 'cost',
      header: 'Cost',
      kind: 'money',
      value: ({ cost }) => cost,
      render: ({ cost, isAtLeast }) => <Money amount={cost} atLeast={isAtLeast} reason={isAtLeast ? openReason : undefined} />,
    },
    { key: 'requests', header: 'Requests', kind: 'count', value: ({ requests }) => requests },
    {
      key: 'seen',
      header: 'First and last seen',
      value: ({ firstDay, lastDay }) => `${firstDay} to ${lastDay}`,
      render: ({ firstDay, lastDay }) => formatPeriod({ from: firstDay, to: addDays(lastDay, 1) }),
    },
    {
      key: 'actions',
      header: 'Look closer',
      value: () => null,
      render: (line) => (
        <span className={classes.actions}>
          <TextLink href={requestsHref({ ...question, filters: lineFilters(line, question.filters) })}>Requests</TextLink>
          {onDispute && line.ownerKind === 'team' && (
            <Button size="compact-xs" variant="default" onClick={() => onDispute(line)} aria-haspopup="dialog">
              Dispute
            </Button>
          )}
        </span>
      ),
    },
  ]
}

/** What the series of a line state, by name; what they leave out is left out. */
export function statedEntries({ dimensions }: Pick<OwnershipLine, 'dimensions'>): [string, string][] {
  return lineDimensions.flatMap((name): [string, string][] => {
    const value = dimensions[name]
    return value === null ? [] : [[dimensionLabel(name), value]]
  })
}

function Stated({ line }: { line: OwnershipLine }) {
  const entries = statedEntries(line)
  if (entries.length === 0) return <span className={classes.quiet}>Nothing</span>
  return (
    <dl className={classes.stated}>
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Why({ line }: { line: OwnershipLine }) {
  const { evidence, hasConflict } = line
  return (
    <div className={classes.why}>
      <span className={classes.badges}>
        <StatusBadge label={basisWord(line)} />
        {hasConflict && <StatusBadge label="Others disagree" tone="attention" />}
      </span>
      <span>{describeEvidence(line)}</span>
      {evidence.note && <span className={classes.quiet}>{evidence.note}</span>}
    </div>
  )
}

function WhoSetIt({ line, zone }: { line: OwnershipLine; zone: string }) {
  const { by, at, kind } = line.evidence
  if (kind === 'nobody') return <span className={classes.quiet}>Nobody</span>
  if (by === null) return <span className={classes.quiet}>{kind === 'sender' ? 'The source itself' : 'Not written down'}</span>
  return (
    <span className={classes.who}>
      <span className={classes.quiet}>{setWords(line)}</span> {by}
      {at && (
        <time dateTime={at} title={`${formatInstant(at, zone)} ${zone}`} className={classes.below}>
          {formatDate(dateInZone(new Date(at), zone))}
        </time>
      )}
    </span>
  )
}
