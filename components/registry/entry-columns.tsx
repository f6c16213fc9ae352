import { Code, UnstyledButton } from '@mantine/core'
import settings from '@/components/settings/settings.module.css'
import type { Column } from '@/components/ui/data-table-columns'
import { formatDate } from '@/components/ui/format-date'
import { Money } from '@/components/ui/money'
import { StatusBadge } from '@/components/ui/status-badge'
import type { EntryView } from '@/lib/attribution/loaders'
import type { EntrySpend } from '@/lib/attribution/registry-commands/entry-spend'
import { type ListedKind, type MappingKind, mappingsInto, mappingsOf } from '@/lib/registry/kinds'
import type { CalendarDate } from '@/lib/time/calendar'
import { kindLabels, mappingLabels } from './kind-labels'

/** What the list of a kind shows of each entry. The order is the server's, by code. */
export function entryColumns(
  kind: ListedKind,
  today: CalendarDate,
  onOpen: (code: string) => void,
  hasSpend: boolean,
): readonly Column<EntryView>[] {
  return [
    {
      key: 'code',
      header: kindLabels[kind].codeLabel,
      value: ({ code }) => code,
      render: ({ code }) => (
        <UnstyledButton className={settings.open} onClick={() => onOpen(code)} aria-haspopup="dialog" title={code}>
          <Code>{code}</Code>
        </UnstyledButton>
      ),
    },
    {
      key: 'name',
      header: 'Name',
      value: ({ name }) => name,
      render: ({ name }) => (
        <span className={settings.clipped} title={name}>
          {name}
        </span>
      ),
    },
    ...mappingsOf(kind).map(parentColumn),
    ...(kind === 'team' ? teamColumns : []),
    ...(kind === 'cost_center' ? ledgerColumns : []),
    // A cost centre's pools and a team's keys are a look away in their own lists.
    ...mappingsInto(kind)
      .filter((mapping) => kind !== 'team' && mapping !== 'pool_cost_center')
      .map(memberColumn),
    ...(hasSpend ? [spendColumn] : []),
    stateColumn(today),
  ]
}

const parentColumn = (mapping: MappingKind): Column<EntryView> => ({
  key: mapping,
  header: mappingLabels[mapping].parent,
  value: ({ parents }) => parents[mapping]?.code ?? '',
  render: ({ parents }) => {
    const parent = parents[mapping]
    if (!parent) return '—'
    return (
      <span className={settings.cell}>
        <span title={`${parent.name} (${parent.code})`}>{parent.name}</span>
        {parent.exclusive === false && <StatusBadge label="Shared" />}
        {parent.exclusive === true && <StatusBadge label="Exclusive" tone="locked" />}
      </span>
    )
  },
})

const memberColumn = (mapping: MappingKind): Column<EntryView> => ({
  key: `members of ${mapping}`,
  header: mappingLabels[mapping].members,
  kind: 'count',
  value: ({ members }) => members[mapping] ?? 0,
})

const teamColumns: readonly Column<EntryView>[] = [
  {
    key: 'businessUnit',
    header: 'Business unit',
    value: ({ businessUnit }) => businessUnit?.code ?? '',
    render: ({ businessUnit }) => businessUnit?.name ?? '—',
  },
  { key: 'series', header: 'Series', kind: 'count', value: ({ series }) => series },
  { key: 'people', header: 'People', kind: 'count', value: ({ people }) => people },
]

const ledgerColumns: readonly Column<EntryView>[] = [
  {
    key: 'glAccount',
    header: 'GL account',
    value: ({ glAccount }) => glAccount ?? '',
    render: ({ glAccount }) => glAccount ?? '—',
  },
  {
    key: 'ownerEmail',
    header: 'Owner',
    value: ({ ownerEmail }) => ownerEmail ?? '',
    render: ({ ownerEmail }) => ownerEmail ?? '—',
  },
]

/** An amount, and a word where some of it has no price. */
export function Spend({ spend }: { spend: EntrySpend }) {
  return (
    <>
      {spend.isAtLeast && 'at least '}
      <Money amount={spend.amount} />
    </>
  )
}

const spendColumn: Column<EntryView> = {
  key: 'spend',
  header: 'Last 30 days',
  kind: 'money',
  value: ({ spend }) => spend?.amount ?? null,
  render: ({ spend }) => spend && <Spend spend={spend} />,
}

const stateColumn = (today: CalendarDate): Column<EntryView> => ({
  key: 'state',
  header: 'State',
  value: ({ isArchived, archivedFrom }) =>
    isArchived ? `archived${archivedFrom === null ? '' : ` from ${archivedFrom}`}` : 'in use',
  render: ({ isArchived, archivedFrom }) => {
    if (!isArchived) return <StatusBadge label="In use" tone="done" />
    if (archivedFrom === null) return <StatusBadge label="Archived" tone="off" />
    const when = formatDate(archivedFrom)
    return archivedFrom > today ? (
      <StatusBadge label={`Until ${when}`} tone="waiting" />
    ) : (
      <StatusBadge label={`Archived ${when}`} tone="off" />
    )
  },
})
