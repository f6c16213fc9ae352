import { Code, UnstyledButton } from '@mantine/core'
import settings from '@/components/settings/settings.module.css'
import type { Column } from '@/components/ui/data-table-columns'
import { formatDate } from '@/components/ui/format-date'
import { StatusBadge } from '@/components/ui/status-badge'
import type { BusinessUnitView, CostCenterView, TeamView } from '@/lib/attribution/loaders'
import type { CalendarDate } from '@/lib/time/calendar'
import type { Owner } from './owner-kinds'

/** Opens the drawer of an owner. */
type Open = (code: string) => void

const codeColumn = <Row extends Owner>(header: string, onOpen: Open): Column<Row> => ({
  key: 'code',
  header,
  value: ({ code }) => code,
  render: ({ code }) => (
    <UnstyledButton className={settings.open} onClick={() => onOpen(code)} aria-haspopup="dialog">
      <Code>{code}</Code>
    </UnstyledButton>
  ),
})

const nameColumn: Column<Owner> = {
  key: 'name',
  header: 'Name',
  value: ({ name }) => name,
  render: ({ name }) => (
    <span className={settings.clipped} title={name}>
      {name}
    </span>
  ),
}

/** What something belongs to today: its name with the code; a dash where it belongs to nothing. */
const parentColumn = <Row,>(key: string, header: string, read: (row: Row) => [string | null, string | null]): Column<Row> => ({
  key,
  header,
  value: (row) => read(row)[0] ?? '',
  render: (row) => {
    const [code, name] = read(row)
    return code === null ? '—' : <span title={`${name} (${code})`}>{name}</span>
  },
})

/** What the list of teams shows of each. */
export function teamColumns(today: CalendarDate, onOpen: Open): readonly Column<TeamView>[] {
  return [
    codeColumn('Slug', onOpen),
    nameColumn,
    parentColumn('costCenter', 'Cost centre', (team) => [team.costCenter, team.costCenterName]),
    parentColumn('businessUnit', 'Business unit', (team) => [team.businessUnit, team.businessUnitName]),
    { key: 'series', header: 'Series', kind: 'count', value: ({ series }) => series },
    { key: 'people', header: 'People', kind: 'count', value: ({ people }) => people },
    {
      key: 'state',
      header: 'State',
      value: ({ archivedFrom }) => (archivedFrom === null ? 'in use' : `archived from ${archivedFrom}`),
      render: ({ archivedFrom }) => {
        if (archivedFrom === null) return <StatusBadge label="In use" tone="done" />
        const when = formatDate(archivedFrom)
        return archivedFrom > today ? (
          <StatusBadge label={`Until ${when}`} tone="waiting" />
        ) : (
          <StatusBadge label={`Archived ${when}`} tone="off" />
        )
      },
    },
  ]
}

/** What the list of cost centres shows of each. */
export function costCenterColumns(onOpen: Open): readonly Column<CostCenterView>[] {
  return [
    codeColumn('Code', onOpen),
    nameColumn,
    parentColumn('businessUnit', 'Business unit', (costCenter) => [costCenter.businessUnit, costCenter.businessUnitName]),
    { key: 'teams', header: 'Teams', kind: 'count', value: ({ teams }) => teams },
    {
      key: 'state',
      header: 'State',
      value: ({ isArchived }) => (isArchived ? 'archived' : 'in use'),
      render: ({ isArchived }) =>
        isArchived ? <StatusBadge label="Archived" tone="off" /> : <StatusBadge label="In use" tone="done" />,
    },
  ]
}

/** What the list of business units shows of each. */
export function businessUnitColumns(onOpen: Open): readonly Column<BusinessUnitView>[] {
  return [
    codeColumn('Slug', onOpen),
    nameColumn,
    { key: 'costCenters', header: 'Cost centres', kind: 'count', value: ({ costCenters }) => costCenters },
  ]
}
