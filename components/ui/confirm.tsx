'use client'

import { Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import type { ReactNode } from 'react'

export interface ConfirmOptions {
  /** The question: "Revoke this key?" */
  title: string
  /** What will happen and whether it can be undone. */
  body: ReactNode
  /** The verb on the button: "Revoke". Never "OK". */
  confirmLabel: string
  cancelLabel?: string
}

/**
 * Asks before something that cannot be undone.
 * @returns true when confirmed; false on cancel, Escape or a click outside.
 */
export function confirmAction({ title, body, confirmLabel, cancelLabel = 'Cancel' }: ConfirmOptions): Promise<boolean> {
  return new Promise((resolve) => {
    modals.openConfirmModal({
      title: (
        <Text span fw={600}>
          {title}
        </Text>
      ),
      children: typeof body === 'string' ? <Text size="sm">{body}</Text> : body,
      labels: { confirm: confirmLabel, cancel: cancelLabel },
      onConfirm: () => resolve(true),
      // Confirming closes too, by which time the promise is settled and this resolve does nothing.
      onClose: () => resolve(false),
    })
  })
}
