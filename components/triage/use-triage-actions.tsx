'use client'

import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { notifyDone } from '@/components/settings/notify'
import { undoFixAction } from '@/lib/triage/actions'
import { triageQueries } from '@/lib/triage/client'

const toastMs = 15_000

/** Something that was done and can be taken back. */
export interface DoneFix {
  readonly fixId: string
  /** A sentence: `3 findings given to search from 2026-10-01 on.` */
  readonly message: string
}

/** What follows an act of triage on every screen: what is known of findings is asked anew, and a fix can be undone. */
export function useTriageActions() {
  const queries = useQueryClient()
  const last = useRef<DoneFix | null>(null)
  const busy = useRef(false)

  const forget = () => void queries.invalidateQueries({ queryKey: [...triageQueries] })

  const undo = async (fix: DoneFix) => {
    if (busy.current) return
    busy.current = true
    const answer = await undoFixAction({ id: fix.fixId }).catch(() => null)
    busy.current = false
    if (last.current?.fixId === fix.fixId) last.current = null
    notifications.hide(fix.fixId)
    forget()
    notifyDone(
      answer?.ok ? answer.result.message : (answer?.message ?? 'No answer came from the server: reload the page and look.'),
    )
  }

  return {
    /** Says that something was done that is no fix. */
    tell(message: string) {
      forget()
      notifyDone(message)
    },
    tellFix(fix: DoneFix) {
      last.current = fix
      forget()
      notifications.show({
        id: fix.fixId,
        autoClose: toastMs,
        closeButtonProps: { 'aria-label': 'Dismiss' },
        message: (
          <Group justify="space-between" wrap="nowrap" gap="sm">
            <span>{fix.message}</span>
            <Button size="xs" variant="default" onClick={() => void undo(fix)}>
              Undo
            </Button>
          </Group>
        ),
      })
    },
    undo,
    /** @returns whether there was something to undo. */
    undoLast(): boolean {
      if (last.current === null) return false
      void undo(last.current)
      return true
    },
  }
}

export type TriageActions = ReturnType<typeof useTriageActions>
