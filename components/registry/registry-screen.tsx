'use client'

import { Button, Tabs, TextInput } from '@mantine/core'
import { IconBuilding, IconBuildingBank, IconPlus, IconSearch, IconUsers } from '@tabler/icons-react'
import { useQueryStates } from 'nuqs'
import { useDeferredValue, useMemo, useState } from 'react'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import { DataTable } from '@/components/ui/data-table'
import { formatCount } from '@/components/ui/format-count'
import { formatDate } from '@/components/ui/format-date'
import { PageHeader } from '@/components/ui/page-header'
import type { RegistryPageData } from '@/lib/attribution/loaders'
import { type RegistryTab, registryParams, registryTabs } from '@/lib/registry/search-params'
import { businessUnitColumns, costCenterColumns, teamColumns } from './owner-columns'
import { OwnerDrawer, type OwnerTask } from './owner-drawer'
import { type Owner, type OwnerKind, ownerKinds } from './owner-kinds'
import classes from './registry.module.css'
import { SeenTeams } from './seen-teams'

const iconOf = { size: 28, stroke: 1.25, 'aria-hidden': true } as const

/** The owners that usage is attributed to, where the ledger books them, and who is still missing. */
export function RegistryScreen(data: RegistryPageData) {
  const { teams, costCenters, businessUnits, seen, canEdit, today, zone } = data
  const [{ tab }, setParams] = useQueryStates(registryParams)
  const drawer = useSideDrawer<OwnerTask>()
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(search.trim().toLowerCase())
  const matching = useMemo(() => keepMatching(data, wanted), [data, wanted])

  const open = (kind: OwnerKind) => (code: string) => drawer.open({ kind, code })
  const addButton = (kind: OwnerKind) =>
    canEdit && (
      <Button
        size="xs"
        leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
        onClick={() => drawer.open({ kind, code: null })}
      >
        {ownerKinds[kind].addLabel}
      </Button>
    )
  const tools = (kind: OwnerKind, count: number) =>
    count > 0 && (
      <>
        <TextInput
          size="xs"
          w={200}
          type="search"
          aria-label="Search by name or code"
          placeholder="Name or code"
          leftSection={<IconSearch size={14} stroke={1.5} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        {addButton(kind)}
      </>
    )
  const emptyUnless = (count: number, empty: { title: string; detail: string; icon: React.ReactNode }, kind: OwnerKind) =>
    count > 0
      ? { title: 'Nothing matches.', detail: 'The search looks at names and codes.' }
      : { ...empty, action: addButton(kind) }

  const panels: Record<RegistryTab, { label: string; content: () => React.ReactNode }> = {
    teams: {
      label: `Teams · ${formatCount(teams.length)}`,
      content: () => (
        <DataTable
          caption="Teams"
          columns={teamColumns(today, open('team'))}
          rows={matching.teams}
          rowKey={({ id }) => id}
          csv="teams"
          toolbar={tools('team', teams.length)}
          empty={emptyUnless(
            teams.length,
            {
              title: 'No team yet.',
              detail:
                'A team is a group of people that answers for its AI spend. Calls name it by its slug, and leads and engineers see the spend of theirs.',
              icon: <IconUsers {...iconOf} />,
            },
            'team',
          )}
        />
      ),
    },
    'cost-centres': {
      label: `Cost centres · ${formatCount(costCenters.length)}`,
      content: () => (
        <DataTable
          caption="Cost centres"
          columns={costCenterColumns(open('costCenter'))}
          rows={matching.costCenters}
          rowKey={({ id }) => id}
          csv="cost-centres"
          toolbar={tools('costCenter', costCenters.length)}
          empty={emptyUnless(
            costCenters.length,
            {
              title: 'No cost centre yet.',
              detail: 'A cost centre is where the general ledger books a cost. Finance closes and exports the month by it.',
              icon: <IconBuildingBank {...iconOf} />,
            },
            'costCenter',
          )}
        />
      ),
    },
    'business-units': {
      label: `Business units · ${formatCount(businessUnits.length)}`,
      content: () => (
        <DataTable
          caption="Business units"
          columns={businessUnitColumns(open('businessUnit'))}
          rows={matching.businessUnits}
          rowKey={({ id }) => id}
          csv="business-units"
          toolbar={tools('businessUnit', businessUnits.length)}
          empty={emptyUnless(
            businessUnits.length,
            {
              title: 'No business unit yet.',
              detail: 'A business unit is what cost centres roll up to in reports.',
              icon: <IconBuilding {...iconOf} />,
            },
            'businessUnit',
          )}
        />
      ),
    },
    seen: {
      label: `Not registered · ${formatCount(seen?.length ?? 0)}`,
      content: () => seen && <SeenTeams seen={seen} canEdit={canEdit} />,
    },
  }
  const tabs = registryTabs.filter((name) => name !== 'seen' || seen !== null)
  const openTab = tabs.find((name) => name === tab) ?? 'teams'
  const choose = (value: string | null) => {
    setSearch('')
    void setParams({ tab: tabs.find((known) => known === value) ?? 'teams' })
  }
  return (
    <>
      <PageHeader
        title="Teams and cost centres"
        description={`Who owns spend, and where the ledger books it, as of ${formatDate(today)}. Days are those of ${zone}.`}
      />
      <Tabs value={openTab} onChange={choose} keepMounted={false}>
        <Tabs.List mb="md" className={classes.tabs} aria-label="Parts of the registry">
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {panels[name].label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map((name) => (
          <Tabs.Panel key={name} value={name}>
            {name === openTab && panels[name].content()}
          </Tabs.Panel>
        ))}
      </Tabs>
      <OwnerDrawer data={data} task={drawer.subject} opened={drawer.opened} opening={drawer.opening} onClose={drawer.close} />
    </>
  )
}

function keepMatching({ teams, costCenters, businessUnits }: RegistryPageData, wanted: string) {
  const matches = ({ code, name }: Owner) => code.toLowerCase().includes(wanted) || name.toLowerCase().includes(wanted)
  const keep = <Row extends Owner>(rows: readonly Row[]) => (wanted === '' ? rows : rows.filter(matches))
  return { teams: keep(teams), costCenters: keep(costCenters), businessUnits: keep(businessUnits) }
}
