'use client'

import { Button, Select, TextInput } from '@mantine/core'
import { IconCalculator, IconPlus, IconSearch, IconTag } from '@tabler/icons-react'
import Link from 'next/link'
import { useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import { DataTable } from '@/components/ui/data-table'
import { formatCount } from '@/components/ui/format-count'
import { PageHeader } from '@/components/ui/page-header'
import type { ModelsPageData } from '@/lib/pricing/loaders'
import { modelsParams } from '@/lib/pricing/search-params'
import { BookAge, OldBookWarning } from './book-age'
import { DraftBanner } from './draft-banner'
import { type DraftEdit, EditDrawer } from './edit-drawer'
import { modelColumns } from './model-columns'
import { modelHref } from './places'
import classes from './pricing.module.css'

/** Every model of the book, searched and paged by the server; the address holds the search. */
export function ModelsScreen({ models, age, editing, zone }: ModelsPageData) {
  const [isPending, startTransition] = useTransition()
  const [{ search, provider }, setParams] = useQueryStates(modelsParams, { shallow: false, startTransition, throttleMs: 200 })
  const drawer = useSideDrawer<DraftEdit>()
  const { canEdit, providers, drafts } = editing
  return (
    <>
      <PageHeader
        title="Pricing"
        description={<BookAge age={age} zone={zone} />}
        actions={
          <>
            <Button
              component={Link}
              href="/pricing/estimate"
              variant="default"
              leftSection={<IconCalculator size={15} stroke={1.75} aria-hidden />}
            >
              Estimate
            </Button>
            {canEdit && (
              <>
                <Button
                  variant="default"
                  leftSection={<IconTag size={15} stroke={1.75} aria-hidden />}
                  onClick={() => drawer.open({ kind: 'name' })}
                >
                  Map a name
                </Button>
                <Button
                  leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />}
                  onClick={() => drawer.open({ kind: 'model' })}
                >
                  Add model
                </Button>
              </>
            )}
          </>
        }
      />
      <div className={classes.stack}>
        <OldBookWarning age={age} />
        <DraftBanner drafts={drafts} />
        <search className={classes.filters} aria-label="Models">
          <TextInput
            label="Search"
            w={260}
            type="search"
            placeholder="Model or alias"
            maxLength={200}
            leftSection={<IconSearch size={15} stroke={1.5} aria-hidden />}
            value={search}
            onChange={(event) => void setParams({ search: event.currentTarget.value || null, page: null })}
          />
          <Select
            label="Provider"
            w={220}
            placeholder="All providers"
            data={providers.map((one) => ({ value: one.provider, label: `${one.provider} (${one.models})` }))}
            value={provider}
            onChange={(value) => void setParams({ provider: value, page: null })}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': 'All providers' }}
            nothingFoundMessage="No such provider"
            comboboxProps={{ withinPortal: false }}
          />
          <span className={`${classes.quiet} ${classes.count}`} aria-live="polite">
            {models.total === 1 ? '1 model' : `${formatCount(models.total)} models`}
          </span>
        </search>
        <div aria-busy={isPending} style={{ opacity: isPending ? 0.6 : 1 }}>
          <DataTable
            caption="Models"
            columns={modelColumns}
            rows={models.rows}
            rowKey={(row) => `${row.provider}/${row.model}`}
            rowHref={(row) => modelHref(row.provider, row.model)}
            sortable={false}
            csv="models"
            paging={{
              mode: 'offset',
              page: models.page - 1,
              pageSize: models.pageSize,
              total: models.total,
              onPageChange: (page) => void setParams({ page: page + 1 }, { history: 'push' }),
            }}
            empty={{
              title: 'No model matches.',
              detail: 'The search looks at names, at every alias that sources send, and at provider/model.',
            }}
          />
        </div>
      </div>
      {canEdit && <EditDrawer drawer={drawer} editing={editing} />}
    </>
  )
}
