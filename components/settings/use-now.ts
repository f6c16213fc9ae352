'use client'

import { useSyncExternalStore } from 'react'

const tickMs = 30_000
let nowMs = 0

/** One clock for all cells of a page, and none while nobody asks. */
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    nowMs = Date.now()
    for (const notify of listeners) notify()
  }, tickMs)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
    nowMs = 0
  }
}

function read(): number {
  if (nowMs === 0) nowMs = Date.now()
  return nowMs
}

/** Milliseconds since 1970, every half minute; null on the server and while hydrating, which cannot know it. */
export function useNow(): number | null {
  return useSyncExternalStore<number | null>(subscribe, read, () => null)
}
