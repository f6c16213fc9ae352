'use client'

import { UnstyledButton } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import { Moment } from '@/components/settings/moment'
import settings from '@/components/settings/settings.module.css'
import { SideDrawer } from '@/components/settings/side-drawer'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { PageFoot } from '@/components/ui/page-foot'
import { PageHeader } from '@/components/ui/page-header'
import type { AuditPageData, AuditView } from '@/lib/audit/loaders'
import { auditParams } from '@/lib/audit/search-params'
import classes from './audit.module.css'
import { AuditDetail, formatKind } from './audit-detail'
import { AuditFilters } from './audit-filters'
import { diffFacts, summariseDiff } from './diff-facts'

/** Every change, newest first; the address holds the filters and how far back the page begins. */
export function AuditScreen({ entries, nextBefore, facets, zone }: AuditPageData) {
  const [isPending, startTransition] = useTransition()
  const [params, setParams] = useQueryStates(auditParams, { shallow: false, history: 'push', startTransition })
  const drawer = useSideDrawer<AuditView>()
  const { before, ...selection } = params
  const isNarrowed = Object.values(selection).some((value) => value !== null)
  const noun = before === null ? 'newest' : 'older'

  const columns: readonly Column<AuditView>[] = [
    {
      key: 'at',
      header: 'When',
      value: (entry) => entry.at,
      render: (entry) => (
        <UnstyledButton className={settings.open} aria-haspopup="dialog" onClick={() => drawer.open(entry)}>
          <Moment at={entry.at} zone={zone} />
        </UnstyledButton>
      ),
    },
    { key: 'who', header: 'Who', value: (entry) => entry.actorName },
    { key: 'command', header: 'Command', value: (entry) => entry.command },
    { key: 'kind', header: 'Kind', value: (entry) => formatKind(entry.subjectKind) },
    { key: 'subject', header: 'Subject', value: (entry) => entry.subjectName },
    {
      key: 'change',
      header: 'Change',
      value: describeChange,
      render: (entry) => (
        <span className={classes.change} title={describeChange(entry)}>
          {describeChange(entry)}
        </span>
      ),
    },
    { key: 'actorKind', header: 'Acting as', value: (entry) => entry.actorKind },
    { key: 'request', header: 'Request', value: (entry) => entry.requestId ?? '' },
  ]

  return (
    <>
      <PageHeader title="Audit log" description={`Every change that anybody made, newest first. Times are in ${zone}.`} />
      <AuditFilters facets={facets} value={selection} onChange={(next) => void setParams({ ...next, before: null })} />
      <div aria-busy={isPending} style={{ opacity: isPending ? 0.6 : 1 }}>
        <DataTable
          caption="Changes"
          columns={columns}
          rows={entries}
          rowKey={(entry) => entry.id}
          sortable={false}
          csv="audit-log"
          empty={{
            title: isNarrowed || before !== null ? 'No entry matches.' : 'Nothing has been changed yet.',
            detail: 'Whatever a person, an API key or the installation changes is listed here and cannot be edited.',
            icon: <IconHistory size={28} stroke={1.25} aria-hidden />,
          }}
        />
      </div>
      <PageFoot
        label="Pages of the audit log"
        isPending={isPending}
        first={{ label: 'Newest', go: before === null ? undefined : () => void setParams({ before: null }) }}
        next={{ label: 'Older', go: nextBefore === null ? undefined : () => void setParams({ before: nextBefore }) }}
      >
        {entries.length} {noun} entries
      </PageFoot>
      <SideDrawer opened={drawer.opened} onClose={drawer.close} title={drawer.subject?.command ?? ''}>
        {drawer.subject && <AuditDetail entry={drawer.subject} zone={zone} />}
      </SideDrawer>
    </>
  )
}

const describeChange = ({ before, after }: AuditView) => summariseDiff(diffFacts(before, after))
