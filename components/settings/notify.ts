'use client'

import { notifications } from '@mantine/notifications'

/** Says that something was done, in the corner, read out by screen readers. */
export function notifyDone(message: string): void {
  notifications.show({ message, closeButtonProps: { 'aria-label': 'Dismiss' } })
}
