'use client'

import { Divider, Stack, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { SideDrawer } from '@/components/settings/side-drawer'
import { formatCount } from '@/components/ui/format-count'
import { formatDate } from '@/components/ui/format-date'
import { KeyValue } from '@/components/ui/key-value'
import type { BusinessUnitView, CostCenterView, RegistryPageData, TeamView } from '@/lib/attribution/loaders'
import { ArchiveCostCenter, ArchiveTeam } from './archive-section'
import { MappingHistory } from './mapping-history'
import { MoveForm } from './move-form'
import { AddForm, RenameForm } from './owner-forms'
import { type Choice, type MappedKind, type OwnerKind, ownerKinds } from './owner-kinds'

/** What the drawer is about: one owner by its code, or null for a new one of the kind. */
export interface OwnerTask {
  kind: OwnerKind
  code: string | null
}

interface OwnerDrawerProps {
  data: RegistryPageData
  task: OwnerTask | null
  opened: boolean
  /** Which opening this is. */
  opening: number
  onClose: () => void
}

/** One team, cost centre or business unit: what it is today, where it belonged when, and what can be changed about it. */
export function OwnerDrawer({ data, task, opened, opening, onClose }: OwnerDrawerProps) {
  return (
    <SideDrawer opened={opened} onClose={onClose} title={task ? (task.code ?? ownerKinds[task.kind].addLabel) : ''}>
      {task && task.code === null && (
        <AddForm key={opening} kind={task.kind} parents={listParents(task.kind, data)} onDone={onClose} />
      )}
      {task && task.code !== null && <Details key={opening} data={data} kind={task.kind} code={task.code} onClose={onClose} />}
    </SideDrawer>
  )
}

function Details({ data, kind, code, onClose }: { data: RegistryPageData; kind: OwnerKind; code: string; onClose: () => void }) {
  const shared = { data, onClose }
  const team = kind === 'team' && data.teams.find((one) => one.code === code)
  if (team) return <TeamDetails team={team} {...shared} />
  const costCenter = kind === 'costCenter' && data.costCenters.find((one) => one.code === code)
  if (costCenter) return <CostCenterDetails costCenter={costCenter} {...shared} />
  const unit = kind === 'businessUnit' && data.businessUnits.find((one) => one.code === code)
  return unit ? <UnitDetails unit={unit} {...shared} /> : null
}

interface DetailsProps {
  data: RegistryPageData
  onClose: () => void
}

function TeamDetails({ team, data, onClose }: DetailsProps & { team: TeamView }) {
  const { canEdit, today } = data
  return (
    <Stack gap="lg">
      <KeyValue
        entries={[
          { label: 'Name', value: team.name },
          { label: 'Series owned today', value: formatCount(team.series) },
          { label: 'People', value: formatCount(team.people) },
          { label: 'Business unit today', value: team.businessUnitName ?? 'None' },
          ...(team.archivedFrom === null ? [] : [{ label: 'Archived from', value: formatDate(team.archivedFrom) }]),
        ]}
      />
      <Mapping kind="team" code={team.code} history={team.history} data={data} onClose={onClose} />
      {canEdit && (
        <>
          <Part title="Name">
            <RenameForm kind="team" owner={team} onDone={onClose} />
          </Part>
          <Part title="Archive">
            <ArchiveTeam team={team} today={today} onDone={onClose} />
          </Part>
        </>
      )}
    </Stack>
  )
}

function CostCenterDetails({ costCenter, data, onClose }: DetailsProps & { costCenter: CostCenterView }) {
  return (
    <Stack gap="lg">
      <KeyValue
        entries={[
          { label: 'Name', value: costCenter.name },
          { label: 'Teams today', value: formatCount(costCenter.teams) },
          ...(costCenter.isArchived ? [{ label: 'State', value: 'Archived' }] : []),
        ]}
      />
      <Mapping kind="costCenter" code={costCenter.code} history={costCenter.history} data={data} onClose={onClose} />
      {data.canEdit && (
        <>
          <Part title="Name">
            <RenameForm kind="costCenter" owner={costCenter} onDone={onClose} />
          </Part>
          <Part title="Archive">
            <ArchiveCostCenter costCenter={costCenter} onDone={onClose} />
          </Part>
        </>
      )}
    </Stack>
  )
}

function UnitDetails({ unit, data, onClose }: DetailsProps & { unit: BusinessUnitView }) {
  return (
    <Stack gap="lg">
      <KeyValue
        entries={[
          { label: 'Name', value: unit.name },
          { label: 'Cost centres today', value: formatCount(unit.costCenters) },
        ]}
      />
      {data.canEdit && (
        <Part title="Name">
          <RenameForm kind="businessUnit" owner={unit} onDone={onClose} />
        </Part>
      )}
    </Stack>
  )
}

type MappingProps = DetailsProps & { kind: MappedKind; code: string; history: TeamView['history'] }

function Mapping({ kind, code, history, data, onClose }: MappingProps) {
  const { parentLabel, noParent } = ownerKinds[kind]
  const known = kind === 'team' ? data.costCenters : data.businessUnits
  const nameOf = (value: string) => {
    const found = known.find((one) => one.code === value)
    return found ? nameChoice(found) : value
  }
  const shared = { nameOf, today: data.today }
  return (
    <>
      <Part title={`${parentLabel} over time`}>
        <MappingHistory label={`${parentLabel} over time`} spans={history} nothing={noParent} {...shared} />
      </Part>
      {data.canEdit && (
        <Part title="Move">
          <MoveForm kind={kind} code={code} history={history} parents={listParents(kind, data)} onDone={onClose} {...shared} />
        </Part>
      )}
    </>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const titleId = useId()
  return (
    <>
      <Divider />
      <section aria-labelledby={titleId}>
        <Stack gap="sm">
          <Title order={3} id={titleId}>
            {title}
          </Title>
          {children}
        </Stack>
      </section>
    </>
  )
}

const nameChoice = ({ code, name }: { code: string; name: string }) => `${name} (${code})`

/** What something of this kind can be moved to. */
function listParents(kind: OwnerKind, { costCenters, businessUnits }: RegistryPageData): Choice[] {
  if (kind === 'businessUnit') return []
  const all = kind === 'team' ? costCenters.filter(({ isArchived }) => !isArchived) : businessUnits
  return all.map((one) => ({ value: one.code, label: nameChoice(one) }))
}
