'use client'

import { Button } from '@mantine/core'
import { IconFileDescription, IconPlus } from '@tabler/icons-react'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import { DataTable } from '@/components/ui/data-table'
import { PageHeader } from '@/components/ui/page-header'
import type { TermsPageData } from '@/lib/pricing/loaders'
import { DraftBanner } from './draft-banner'
import { type DraftEdit, EditDrawer } from './edit-drawer'
import classes from './pricing.module.css'
import { termColumns } from './term-columns'

/** What was agreed with providers, by date. */
export function TermsScreen({ terms, age, editing }: TermsPageData) {
  const drawer = useSideDrawer<DraftEdit>()
  const { canEdit } = editing
  const addButton = canEdit && (
    <Button leftSection={<IconPlus size={15} stroke={1.75} aria-hidden />} onClick={() => drawer.open({ kind: 'term' })}>
      Add term
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Contract terms"
        description={`What was agreed with providers, beside the list prices of version ${age.version}. Days begin at midnight UTC. The most specific term wins alone: account, then model, then class.`}
        actions={terms.length > 0 && addButton}
      />
      <div className={classes.stack}>
        <DraftBanner drafts={editing.drafts} />
        <DataTable
          caption="Terms"
          columns={termColumns({ onEnd: canEdit ? (term) => drawer.open({ kind: 'end-term', term }) : undefined })}
          rows={terms}
          rowKey={({ id }) => id}
          csv="contract-terms"
          empty={{
            title: 'No contract term is published.',
            detail:
              'All usage is priced at list. A term is a discount or a fixed rate that a provider agreed to, for all accounts or for one, from a day on. List cost and contract cost are then both reported.',
            icon: <IconFileDescription size={28} stroke={1.25} aria-hidden />,
            action: addButton,
          }}
        />
      </div>
      {canEdit && <EditDrawer drawer={drawer} editing={editing} />}
    </>
  )
}
