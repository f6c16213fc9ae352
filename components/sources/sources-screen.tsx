'use client'

import { Button, TextInput } from '@mantine/core'
import { IconDatabaseImport, IconPlus, IconSearch } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { SideDrawer } from '@/components/settings/side-drawer'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import { DataTable } from '@/components/ui/data-table'
import { formatCount } from '@/components/ui/format-count'
import { PageHeader } from '@/components/ui/page-header'
import { writeExamples } from '@/lib/sources/examples'
import type { SourceView } from '@/lib/sources/list-sources'
import type { SourcesPageData } from '@/lib/sources/loaders'
import { sourcesPageParams } from '@/lib/sources/search-params'
import { AddSourceForm } from './add-source-form'
import { ExamplesPanel } from './examples-panel'
import { sourceColumns } from './source-columns'
import classes from './sources.module.css'

/** Everything that sends usage: how it is heard of, and what of it was not taken as it came. */
export function SourcesScreen({ sources, zone, asOf, origin, formats, seesKeys, canEdit }: SourcesPageData) {
  const [{ search }, setParams] = useQueryStates(sourcesPageParams)
  const drawer = useSideDrawer<'add'>()
  const router = useRouter()
  const columns = useMemo(() => sourceColumns({ zone, seesKeys }), [zone, seesKeys])
  const shown = useMemo(() => sources.filter((source) => matches(source, search)), [sources, search])
  const isFresh = sources.every(({ lastEventAt }) => lastEventAt === null)
  const addButton = canEdit && (
    <Button size="xs" leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />} onClick={() => drawer.open('add')}>
      Add source
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Sources"
        description="Of the running hour and the 23 before it; rejected records and conflicts are those that wait. Lag: median and p95 from the beginning of a call to its arrival."
        {...{ asOf, zone }}
      />
      <div className={classes.stack}>
        <DataTable
          caption="Sources"
          columns={columns}
          rows={shown}
          rowKey={({ slug }) => slug}
          rowHref={({ slug }) => `/sources/${slug}`}
          csv="sources"
          totals={totalsOf(shown)}
          toolbar={
            sources.length > 0 && (
              <>
                <TextInput
                  size="xs"
                  w={200}
                  type="search"
                  aria-label="Search by name, format, role or key"
                  placeholder="Name, format, role or key"
                  leftSection={<IconSearch size={14} stroke={1.5} aria-hidden />}
                  value={search}
                  onChange={(event) => setParams({ search: event.currentTarget.value || null })}
                />
                {addButton}
              </>
            )
          }
          empty={
            sources.length > 0
              ? { title: 'Nothing matches.', detail: 'The search looks at names, formats, roles and beginnings of keys.' }
              : {
                  title: 'Nothing sends usage yet.',
                  detail:
                    'A source is one gateway, SDK or exporter. Add it, make its key, and send the first event with the example on its page.',
                  icon: <IconDatabaseImport size={28} stroke={1.25} aria-hidden />,
                  action: addButton || undefined,
                }
          }
        />
        {isFresh && (
          <ExamplesPanel
            title="Send the first event"
            note="With a key of the source in the variable ASCRIBE_KEY."
            examples={writeExamples({
              origin,
              source: sources[0] ?? { slug: 'my-source', format: 'canonical' },
              now: new Date(asOf),
            })}
          />
        )}
      </div>
      <SideDrawer opened={drawer.opened} onClose={drawer.close} title="Add source">
        <AddSourceForm
          key={drawer.opening}
          formats={formats}
          onDone={(slug) => {
            drawer.close()
            router.push(`/sources/${slug}`)
          }}
        />
      </SideDrawer>
    </>
  )
}

function matches({ slug, format, role, keyPrefixes }: SourceView, search: string): boolean {
  const sought = search.trim().toLowerCase()
  return [slug, format, role, ...(keyPrefixes ?? [])].some((text) => text.toLowerCase().includes(sought))
}

/** Sums where a sum says something: lags and ranks have none. */
function totalsOf(sources: readonly SourceView[]) {
  const sum = (read: (source: SourceView) => number) => formatCount(sources.reduce((total, source) => total + read(source), 0))
  return {
    calls: sum(({ calls }) => calls),
    rejected: sum(({ openRejections }) => openRejections),
    duplicates: sum(({ arrived }) => arrived.duplicates),
    conflicts: sum(({ openConflicts }) => openConflicts),
    findings: sum(({ withFindings }) => withFindings),
  }
}
