'use client'

import { Stack, Text } from '@mantine/core'
import { Fragment } from 'react'
import { TeamBudget } from '@/components/budgets/team-budget'
import { DrawerPart } from '@/components/settings/form-frame'
import { formatCount } from '@/components/ui/format-count'
import { formatDate } from '@/components/ui/format-date'
import { KeyValue } from '@/components/ui/key-value'
import type { OpenedEntry, RegistryPageData } from '@/lib/attribution/loaders'
import type { TeamBudgetPanel } from '@/lib/budgets/panel-loaders'
import { readHolder } from '@/lib/registry/key-holder'
import { canHaveAlias, mappingFacts, mappingsInto } from '@/lib/registry/kinds'
import { AliasSection } from './alias-section'
import { ArchiveEntry, ArchiveTeam } from './archive-section'
import { Spend } from './entry-columns'
import { EventList } from './event-list'
import { mappingLabels } from './kind-labels'
import { MappingHistory } from './mapping-history'
import { isMergeable, MergeForm } from './merge-form'
import { MoveForm } from './move-form'
import { LedgerForm, RenameForm } from './name-forms'

interface EntryDetailsProps {
  opened: OpenedEntry
  /** Null for what is no team, and for those to whom its budget is not shown. */
  teamBudget: TeamBudgetPanel | null
  page: Pick<RegistryPageData, 'canEdit' | 'today' | 'zone'>
  onDone: () => void
}

/** One entry: what it is today, where it belonged when, who changed it, and what can be changed about it. */
export function EntryDetails({ opened, teamBudget, page: { canEdit, today, zone }, onDone }: EntryDetailsProps) {
  const { kind, entry, histories, aliases, events } = opened
  return (
    <Stack gap="lg">
      <KeyValue entries={factsOf(opened)} />
      {teamBudget && (
        <DrawerPart title="Budget">
          <TeamBudget team={{ slug: entry.code, name: entry.name }} today={today} {...teamBudget} />
        </DrawerPart>
      )}
      {histories.map(({ mapping, spans, names }) => {
        const { parent, none } = mappingLabels[mapping]
        const { owner } = mappingFacts[mapping]
        const nameOf = (value: string) => {
          const { code, isExclusive } = readHolder(value)
          const name = names[code]
          return `${name === undefined ? code : `${name} (${code})`}${isExclusive ? '' : ', shared'}`
        }
        const label = `${parent} over time`
        return (
          <Fragment key={mapping}>
            <DrawerPart title={label}>
              <MappingHistory label={label} spans={spans} nothing={none} nameOf={nameOf} today={today} />
            </DrawerPart>
            {canEdit && owner !== 'pool' && (
              <DrawerPart title={histories.length > 1 ? `Move to another ${parent.toLowerCase()}` : 'Move'}>
                <MoveForm
                  mapping={mapping}
                  member={{ kind, code: entry.code }}
                  owner={owner}
                  history={spans}
                  names={names}
                  nameOf={nameOf}
                  today={today}
                  onDone={onDone}
                />
              </DrawerPart>
            )}
          </Fragment>
        )
      })}
      {canHaveAlias(kind) && (
        <DrawerPart title="Aliases">
          <AliasSection kind={kind} code={entry.code} aliases={aliases} canEdit={canEdit} />
        </DrawerPart>
      )}
      {canEdit && (
        <>
          <DrawerPart title="Name">
            <RenameForm kind={kind} entry={entry} onDone={onDone} />
          </DrawerPart>
          {kind === 'cost_center' && (
            <DrawerPart title="Ledger">
              <LedgerForm entry={entry} onDone={onDone} />
            </DrawerPart>
          )}
          {isMergeable(kind) && !entry.isArchived && (
            <DrawerPart title="Merge">
              <MergeForm kind={kind} entry={entry} today={today} onDone={onDone} />
            </DrawerPart>
          )}
          <DrawerPart title="Archive">
            {kind === 'team' ? (
              <ArchiveTeam entry={entry} today={today} onDone={onDone} />
            ) : (
              <ArchiveEntry kind={kind} entry={entry} onDone={onDone} />
            )}
          </DrawerPart>
        </>
      )}
      {events && (
        <DrawerPart title="Changes">
          {events.length === 0 ? (
            <Text size="sm" c="dimmed">
              Nobody has changed it.
            </Text>
          ) : (
            <EventList events={events} zone={zone} />
          )}
        </DrawerPart>
      )}
    </Stack>
  )
}

function factsOf({ kind, entry }: OpenedEntry) {
  const { spend, series, people, businessUnit, archivedFrom, isArchived, glAccount, ownerEmail, members } = entry
  return [
    { label: 'Name', value: entry.name },
    ...(spend ? [{ label: 'Last 30 days', value: <Spend spend={spend} /> }] : []),
    ...(series === null ? [] : [{ label: 'Series owned today', value: formatCount(series) }]),
    ...(people === null ? [] : [{ label: 'People', value: formatCount(people) }]),
    ...(kind === 'team' ? [{ label: 'Business unit today', value: businessUnit?.name ?? 'None' }] : []),
    ...(kind === 'cost_center'
      ? [
          { label: 'GL account', value: glAccount ?? 'Not said' },
          { label: 'Owner', value: ownerEmail ?? 'Not said' },
        ]
      : []),
    ...mappingsInto(kind).map((mapping) => ({
      label: `${mappingLabels[mapping].members} today`,
      value: formatCount(members[mapping] ?? 0),
    })),
    ...(archivedFrom !== null
      ? [{ label: 'Archived from', value: formatDate(archivedFrom) }]
      : isArchived
        ? [{ label: 'State', value: 'Archived' }]
        : []),
  ]
}
