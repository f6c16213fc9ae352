'use client'

import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { notifyDone } from '@/components/settings/notify'
import { undoFixAction } from '@/lib/triage/actions'
import { triageQueries } from '@/lib/triage/client'

const toastMs = 15_000

/** A fix that was done, as the server names it. */
export interface DoneFix {
  readonly fixId: string
  /** A sentence: `3 findings given to search from 2026-10-01 on.` */
  readonly message: string
}

/** Something that was done and can be taken back. */
export interface DoneAct {
  readonly id: string
  readonly message: string
  /** @returns what became of it, in a sentence. */
  readonly takeBack: () => Promise<string>
}

/** What follows an act of triage on every screen: what is known of findings is asked anew, and what was done can be undone. */
export function useTriageActions() {
  const queries = useQueryClient()
  const last = useRef<DoneAct | null>(null)
  const busy = useRef(false)

  const forget = () => void queries.invalidateQueries({ queryKey: [...triageQueries] })

  const takeBack = async (done: DoneAct) => {
    if (busy.current) return
    busy.current = true
    const message = await done.takeBack().catch(() => 'No answer came from the server: reload the page and look.')
    busy.current = false
    if (last.current?.id === done.id) last.current = null
    notifications.hide(done.id)
    forget()
    notifyDone(message)
  }

  const tellAct = (done: DoneAct) => {
    last.current = done
    forget()
    notifications.show({
      id: done.id,
      autoClose: toastMs,
      closeButtonProps: { 'aria-label': 'Dismiss' },
      message: (
        <Group justify="space-between" wrap="nowrap" gap="sm">
          <span>{done.message}</span>
          <Button size="xs" variant="default" onClick={() => void takeBack(done)}>
            Undo
          </Button>
        </Group>
      ),
    })
  }

  return {
    /** Says that something was done that stays. */
    tell(message: string) {
      forget()
      notifyDone(message)
    },
    tellAct,
    tellFix: (fix: DoneFix) => tellAct(toAct(fix)),
    undo: (fix: DoneFix) => takeBack(toAct(fix)),
    /** @returns whether there was something to undo. */
    undoLast(): boolean {
      if (last.current === null) return false
      void takeBack(last.current)
      return true
    },
  }
}

const toAct = ({ fixId, message }: DoneFix): DoneAct => ({
  id: fixId,
  message,
  async takeBack() {
    const answer = await undoFixAction({ id: fixId })
    return answer.ok ? answer.result.message : answer.message
  },
})

export type TriageActions = ReturnType<typeof useTriageActions>
