'use client'

import { Button } from '@mantine/core'
import { IconFileExport, IconPlus } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { ActionError } from '@/components/settings/action-error'
import { notifyDone } from '@/components/settings/notify'
import { SideDrawer } from '@/components/settings/side-drawer'
import { useAction } from '@/components/settings/use-action'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import { confirmAction } from '@/components/ui/confirm'
import { DataTable } from '@/components/ui/data-table'
import { cancelExportAction } from '@/lib/finance/exports/actions'
import type { ExportsPageData, ExportView } from '@/lib/finance/exports/loaders'
import { FinanceHead } from '../finance-head'
import { exportColumns, exportName, isUnderWay } from './export-columns'
import { ExportForm } from './export-form'

const refreshEveryMs = 2_000

/** Files too large to wait for: asked for here, written in the background, fetched when they are done. */
export function ExportsScreen({ exports, months, askedMonth, zone, keptForDays, seesEverything }: ExportsPageData) {
  const drawer = useSideDrawer<'new'>()
  const wasAsked = useRef(false)
  useEffect(() => {
    // Who comes from a statement comes for a file of its month.
    if (askedMonth === null || wasAsked.current) return
    wasAsked.current = true
    drawer.open('new')
  })
  const { run, pending, failure } = useAction(cancelExportAction)
  useRefresh(exports.some(isUnderWay))

  const remove = async (row: ExportView) => {
    const cancels = isUnderWay(row)
    const confirmed = await confirmAction({
      title: cancels ? 'Cancel this export?' : 'Remove this file?',
      body: `${exportName(row)}. It can be asked for again, and is then of the ledger as it is by then.`,
      confirmLabel: cancels ? 'Cancel export' : 'Remove file',
      cancelLabel: 'Keep it',
    })
    if (!confirmed) return
    const answer = await run({ id: row.id })
    if (answer?.ok) notifyDone(cancels ? 'The export was cancelled.' : 'The file was removed.')
  }

  const create = (
    <Button
      size="xs"
      leftSection={<IconPlus size={14} stroke={1.75} aria-hidden />}
      onClick={() => drawer.open('new')}
      aria-haspopup="dialog"
    >
      New export
    </Button>
  )
  return (
    <>
      <FinanceHead
        title="Exports"
        description={`Files with a row for every price or request of a month${seesEverything ? '' : ', of what your teams and cost centres own'}. They are written in the background and kept for ${keptForDays} days. Times are in ${zone}.`}
      />
      <ActionError failure={failure} />
      <DataTable
        caption="Exports"
        columns={exportColumns({ zone, pending, onRemove: (row) => void remove(row) })}
        rows={exports}
        rowKey={({ id }) => id}
        csv={false}
        toolbar={exports.length > 0 && create}
        empty={{
          title: 'No export yet.',
          detail: 'Ask for a month as FOCUS 1.2 for a cost tool, or with every request and its lines for an audit.',
          icon: <IconFileExport size={28} stroke={1.25} aria-hidden />,
          action: create,
        }}
      />
      <SideDrawer opened={drawer.opened} onClose={drawer.close} title="New export">
        {drawer.subject === 'new' && (
          <ExportForm key={drawer.opening} months={months} askedMonth={askedMonth} onDone={drawer.close} />
        )}
      </SideDrawer>
    </>
  )
}

/** Asks again while something on the page changes by itself, and nobody has put the page away. */
function useRefresh(isBusy: boolean): void {
  const router = useRouter()
  useEffect(() => {
    if (!isBusy) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh()
    }, refreshEveryMs)
    return () => clearInterval(timer)
  }, [isBusy, router])
}
