'use client'

import { useEffect, useEffectEvent } from 'react'
import { type ListCommand, readListCommand } from './keys'

/** Hears the keys of the list, wherever on the page the focus is, except where one types or a dialog is open. */
export function useListKeys(onCommand: (command: ListCommand) => boolean): void {
  const hear = useEffectEvent((event: KeyboardEvent) => {
    const command = readListCommand(event)
    // A key that did something here scrolls nothing and writes nothing.
    if (command !== null && onCommand(command)) event.preventDefault()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => hear(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
}
