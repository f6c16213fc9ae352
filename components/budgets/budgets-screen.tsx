'use client'

import { Button, Chip, Group, Switch, TextInput } from '@mantine/core'
import { IconFileImport, IconPlus, IconReceiptDollar, IconSearch } from '@tabler/icons-react'
import { useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { SideDrawer } from '@/components/settings/side-drawer'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import { DataTable } from '@/components/ui/data-table'
import { PageHeader } from '@/components/ui/page-header'
import type { BudgetView } from '@/lib/budgets/list-burns'
import type { BudgetsPageData } from '@/lib/budgets/loaders'
import { budgetsPageParams, listedStatuses } from '@/lib/budgets/search-params'
import { budgetColumns } from './budget-columns'
import { BudgetForm } from './budget-form'
import { statusWords } from './budget-words'
import classes from './budgets.module.css'
import { ImportForm } from './import-form'
import { SandboxOffers } from './sandbox-offers'

/** Every budget that the reader sees, most urgent first, with what it can be narrowed to. */
export function BudgetsScreen(data: BudgetsPageData) {
  const { budgets, zone, asOf, canEdit, owners, offers, isBounded, today } = data
  const [params, setParams] = useQueryStates(budgetsPageParams)
  const drawer = useSideDrawer<'add' | 'import'>()
  const shown = useMemo(() => budgets.filter((budget) => matches(budget, params)), [budgets, params])
  const addButton = canEdit && (
    <Button size="xs" leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />} onClick={() => drawer.open('add')}>
      Add budget
    </Button>
  )
  return (
    <>
      <PageHeader title="Budgets" {...{ asOf, zone }} />
      {offers[0] && <SandboxOffers offers={offers} />}
      {budgets.length > 0 && (
        <div className={classes.filters}>
          <TextInput
            size="xs"
            w={230}
            type="search"
            aria-label="Search by name, scope or owner"
            placeholder="Name, scope or owner"
            leftSection={<IconSearch size={14} stroke={1.5} aria-hidden />}
            value={params.search}
            onChange={(event) => setParams({ search: event.currentTarget.value || null })}
          />
          <Chip.Group
            multiple
            value={params.status}
            onChange={(status) => setParams({ status: listedStatuses.filter((one) => status.includes(one)) })}
          >
            <Group gap={6} role="group" aria-label="Status">
              {listedStatuses.map((status) => (
                <Chip key={status} size="xs" value={status} variant="outline">
                  {statusWords[status].label}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
          <Switch
            size="xs"
            label="Archived too"
            checked={params.archived}
            onChange={(event) => setParams({ archived: event.currentTarget.checked || null }, { shallow: false })}
          />
        </div>
      )}
      <DataTable
        caption="Budgets"
        columns={budgetColumns}
        rows={shown}
        rowKey={({ id }) => id}
        rowHref={({ slug }) => `/budgets/${slug}`}
        defaultSort={{ column: 'status', direction: 'ascending' }}
        csv="budgets"
        toolbar={
          canEdit &&
          budgets.length > 0 && (
            <>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconFileImport size={14} stroke={1.75} aria-hidden />}
                onClick={() => drawer.open('import')}
              >
                Import CSV
              </Button>
              {addButton}
            </>
          )
        }
        empty={
          budgets.length > 0
            ? { title: 'Nothing matches.', detail: 'The search looks at names, scopes and owners.' }
            : {
                title: 'No budget yet.',
                detail: isBounded
                  ? 'A budget says what your teams may spend in a month, quarter or year, and tells you before it is used up.'
                  : 'A budget says what a team, a feature or the whole organisation may spend, and tells people before it is used up.',
                icon: <IconReceiptDollar size={28} stroke={1.25} aria-hidden />,
                action: canEdit ? (
                  <Group gap={8}>
                    {addButton}
                    <Button size="xs" variant="default" onClick={() => drawer.open('import')}>
                      Import CSV
                    </Button>
                  </Group>
                ) : undefined,
              }
        }
      />
      <SideDrawer
        opened={drawer.opened}
        onClose={drawer.close}
        title={drawer.subject === 'import' ? 'Import budgets' : 'Add budget'}
      >
        {drawer.subject === 'import' ? (
          <ImportForm key={drawer.opening} onDone={drawer.close} />
        ) : (
          <BudgetForm key={drawer.opening} owners={owners} isBounded={isBounded} today={today} onDone={drawer.close} />
        )}
      </SideDrawer>
    </>
  )
}

function matches(
  { name, slug, scopeText, ownerEmail, burn }: BudgetView,
  { search, status }: { search: string; status: readonly string[] },
): boolean {
  const sought = search.trim().toLowerCase()
  const texts = [name, slug, scopeText, ownerEmail ?? '']
  return texts.some((text) => text.toLowerCase().includes(sought)) && (status.length === 0 || status.includes(burn.status))
}
