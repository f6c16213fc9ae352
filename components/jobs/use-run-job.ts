'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { notifyDone } from '@/components/settings/notify'
import { useAction } from '@/components/settings/use-action'
import { runJobAction } from '@/lib/server/job-actions'

const refreshEveryMs = 3_000

/**
 * Asks for a run now, and keeps the page up to date while one is waiting or going on.
 *
 * @param isBusy whether something on the page will change by itself soon.
 */
export function useRunJob(isBusy: boolean) {
  const router = useRouter()
  const { run, pending, failure } = useAction(runJobAction)

  useEffect(() => {
    if (!isBusy) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh()
    }, refreshEveryMs)
    return () => clearInterval(timer)
  }, [isBusy, router])

  const runNow = async (name: string) => {
    const answer = await run({ name })
    if (answer?.ok) notifyDone(`${name} is queued and starts within seconds.`)
  }
  return { runNow, pending, failure }
}
