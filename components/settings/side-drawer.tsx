'use client'

import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'

export interface SideDrawerProps {
  opened: boolean
  onClose: () => void
  title: string
  /** It holds a secret that is shown once: only the button inside closes it, not a slip of the hand. */
  locked?: boolean
  children: ReactNode
}

/** Where one thing is looked at or edited beside its table. Focus stays inside and returns to where it came from. */
export function SideDrawer({ opened, onClose, title, locked = false, children }: SideDrawerProps) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={title}
      position="right"
      size={460}
      closeOnEscape={!locked}
      closeOnClickOutside={!locked}
      withCloseButton={!locked}
      styles={{ title: { fontWeight: 600, overflowWrap: 'anywhere' } }}
    >
      {children}
    </Drawer>
  )
}
