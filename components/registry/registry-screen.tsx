'use client'

import { Button, Skeleton, Stack, Tabs, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconListDetails, IconPlus, IconSearch, IconUpload } from '@tabler/icons-react'
import { useQueryStates } from 'nuqs'
import { useEffect, useRef, useState, useTransition } from 'react'
import { SideDrawer } from '@/components/settings/side-drawer'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import { DataTable } from '@/components/ui/data-table'
import { EmptyState } from '@/components/ui/empty-state'
import { formatCount } from '@/components/ui/format-count'
import { formatDate } from '@/components/ui/format-date'
import { PageHeader } from '@/components/ui/page-header'
import { TextLink } from '@/components/ui/text-link'
import type { RegistryPageData } from '@/lib/attribution/loaders'
import type { TeamBudgetPanel } from '@/lib/budgets/panel-loaders'
import type { FileKind } from '@/lib/registry/files/columns'
import type { AliasKind, ListedKind } from '@/lib/registry/kinds'
import { kindOfTab, type RegistryTab, registryParams, registryTabs } from '@/lib/registry/search-params'
import { AddForm } from './add-form'
import { AliasesPanel, AliasForm } from './aliases-panel'
import { entryColumns } from './entry-columns'
import { EntryDetails } from './entry-drawer'
import { ImportForm } from './import-form'
import { kindLabels } from './kind-labels'
import classes from './registry.module.css'
import { SeenPanel } from './seen-panel'
import { StartPanel } from './start-panel'

/** What a drawer is for, beside looking at an entry, which is in the address. */
type Task =
  | { what: 'add'; kind: ListedKind }
  | { what: 'import'; kind: FileKind }
  | { what: 'alias'; kind: AliasKind; alias: string }

const typingPauseMs = 250

/** The owners that spend is attributed to, where the ledger books them, what leads to them, and who is still missing. */
export function RegistryScreen({ teamBudget, ...data }: RegistryPageData & { teamBudget: TeamBudgetPanel | null }) {
  const { counts, list, aliases, seen, pageSize, seesAll, canEdit, today, zone } = data
  const [isPending, startTransition] = useTransition()
  const [params, setParams] = useQueryStates(registryParams, { shallow: false, startTransition })
  const drawer = useSideDrawer<Task>()
  const tabs = registryTabs.filter((name) => name !== 'seen' || seesAll)
  const tab = tabs.find((name) => name === params.tab) ?? 'teams'
  const kind = kindOfTab[tab]
  const current = useRef<HTMLButtonElement>(null)
  // The tabs scroll where the window is narrow.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each tab another button is the current one
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [tab])

  const goTo = (name: string | null) => {
    const next = tabs.find((known) => known === name) ?? 'teams'
    void setParams({ tab: next, q: null, page: null, open: null })
  }
  const paging = (total: number) => ({
    mode: 'offset' as const,
    page: params.page,
    pageSize,
    total,
    onPageChange: (page: number) => void setParams({ page }),
  })
  const search = (
    <SearchBox key={`${tab} ${params.kind}`} value={params.q} onSearch={(q) => void setParams({ q: q || null, page: null })} />
  )
  const openImport = (of: FileKind) => drawer.open({ what: 'import', kind: of })
  const tools = (importKind: FileKind, addLabel: string, onAdd: () => void) => (
    <>
      {search}
      {canEdit && (
        <>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconUpload size={14} stroke={1.5} aria-hidden />}
            onClick={() => openImport(importKind)}
          >
            Import CSV
          </Button>
          <Button size="xs" leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />} onClick={onAdd}>
            {addLabel}
          </Button>
        </>
      )}
    </>
  )
  const addAlias = (of: AliasKind, alias = '') => drawer.open({ what: 'alias', kind: of, alias })
  const isEmpty = counts.kinds.team === 0 && counts.kinds.cost_center === 0

  const content = () => {
    if (kind !== null) {
      const { title, purpose, addLabel } = kindLabels[kind]
      const isHere = list?.kind === kind
      return (
        <Stack gap="md">
          {isEmpty && canEdit && <StartPanel seenTeams={counts.seen.team} onImport={openImport} onSeen={() => goTo('seen')} />}
          <DataTable
            caption={title}
            columns={entryColumns(
              kind,
              today,
              (open) => void setParams({ open }, { history: 'push' }),
              isHere && list.rows.some(({ spend }) => spend !== null),
            )}
            rows={isHere ? list.rows : []}
            rowKey={({ id }) => id}
            paging={paging(isHere ? list.total : 0)}
            sortable={false}
            loading={!isHere}
            csv={false}
            toolbar={tools(kind, addLabel, () => drawer.open({ what: 'add', kind }))}
            empty={
              params.q === ''
                ? {
                    title: `No ${kindLabels[kind].noun} yet.`,
                    detail: purpose,
                    icon: <IconListDetails size={28} stroke={1.25} aria-hidden />,
                  }
                : { title: 'Nothing matches.', detail: 'The search looks at names and codes.' }
            }
          />
        </Stack>
      )
    }
    if (tab === 'aliases') {
      return (
        <AliasesPanel
          rows={aliases?.rows ?? []}
          paging={paging(aliases?.total ?? 0)}
          canEdit={canEdit}
          isSearched={params.q !== ''}
          loading={aliases === null}
          toolbar={tools('alias', 'Add alias', () => addAlias('team'))}
          onAdd={() => addAlias('team')}
        />
      )
    }
    return (
      <SeenPanel
        kind={params.kind}
        counts={counts.seen}
        rows={seen?.rows ?? []}
        paging={paging(seen?.total ?? 0)}
        canEdit={canEdit}
        isSearched={params.q !== ''}
        loading={seen === null || isPending}
        search={search}
        onKind={(of) => void setParams({ kind: of, q: null, page: null })}
        onAlias={addAlias}
      />
    )
  }
  return (
    <>
      <PageHeader
        title="Registry"
        description={
          <>
            Who owns spend, and where the ledger books it, as of {formatDate(today)}. Days are those of {zone}. People are under{' '}
            <TextLink href="/settings/users" inSentence>
              People
            </TextLink>
            .
          </>
        }
      />
      <Tabs value={tab} onChange={goTo} keepMounted={false}>
        <Tabs.List mb="md" className={classes.tabs} aria-label="Parts of the registry">
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name} ref={name === tab ? current : undefined}>
              {tabLabel(name, counts)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map((name) => (
          <Tabs.Panel key={name} value={name} aria-busy={isPending}>
            {name === tab && content()}
          </Tabs.Panel>
        ))}
      </Tabs>
      <OpenedDrawer
        data={data}
        teamBudget={teamBudget}
        code={kind === null ? null : params.open}
        isPending={isPending}
        onClose={() => void setParams({ open: null }, { shallow: true })}
      />
      <SideDrawer opened={drawer.opened} onClose={drawer.close} title={drawer.subject ? titleOf(drawer.subject) : ''}>
        {drawer.subject?.what === 'add' && <AddForm key={drawer.opening} kind={drawer.subject.kind} onDone={drawer.close} />}
        {drawer.subject?.what === 'import' && (
          <ImportForm key={drawer.opening} initialKind={drawer.subject.kind} onDone={drawer.close} />
        )}
        {drawer.subject?.what === 'alias' && <AliasForm key={drawer.opening} initial={drawer.subject} onDone={drawer.close} />}
      </SideDrawer>
    </>
  )
}

function tabLabel(tab: RegistryTab, counts: RegistryPageData['counts']): string {
  if (tab === 'aliases') return `Aliases · ${formatCount(counts.aliases)}`
  if (tab === 'seen') return `Not registered · ${formatCount(Object.values(counts.seen).reduce((sum, count) => sum + count, 0))}`
  const kind = kindOfTab[tab]
  return kind === null ? tab : `${kindLabels[kind].title} · ${formatCount(counts.kinds[kind])}`
}

function titleOf(task: Task): string {
  if (task.what === 'add') return kindLabels[task.kind].addLabel
  return task.what === 'import' ? 'Import CSV' : 'Add alias'
}

/** Searches as one types, at the server: the list may be long. */
function SearchBox({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(value)
  const search = useDebouncedCallback(onSearch, typingPauseMs)
  return (
    <TextInput
      size="xs"
      w={200}
      type="search"
      aria-label="Search by name or code"
      placeholder="Name or code"
      maxLength={200}
      leftSection={<IconSearch size={14} stroke={1.5} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        search(event.currentTarget.value)
      }}
    />
  )
}

interface OpenedDrawerProps {
  data: RegistryPageData
  teamBudget: TeamBudgetPanel | null
  /** Of the entry that the address names; null for none. */
  code: string | null
  isPending: boolean
  onClose: () => void
}

/** The entry that the address names; what it holds comes from the server, and again after each change. */
function OpenedDrawer({ data, teamBudget, code, isPending, onClose }: OpenedDrawerProps) {
  // What it was about is kept while it slides away.
  const [last, setLast] = useState(code)
  if (code !== null && code !== last) setLast(code)
  const { opened } = data
  const isHere = opened !== null && opened.entry.code === last
  return (
    <SideDrawer opened={code !== null} onClose={onClose} title={last ?? ''}>
      {isHere ? (
        <EntryDetails
          key={`${opened.entry.id} ${opened.histories.map(({ spans }) => JSON.stringify(spans)).join()}`}
          opened={opened}
          teamBudget={teamBudget}
          page={data}
          onDone={onClose}
        />
      ) : isPending || code === null ? (
        <Stack gap="sm" aria-busy>
          <Skeleton height={90} />
          <Skeleton height={160} />
          <Skeleton height={220} />
        </Stack>
      ) : (
        <EmptyState
          title={`Nothing is registered as ${last ?? ''}.`}
          detail="It may have been looked up in another list, or misspelt."
        />
      )}
    </SideDrawer>
  )
}
