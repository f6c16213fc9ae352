'use client'

import { Button } from '@mantine/core'
import { IconDownload, type TablerIcon } from '@tabler/icons-react'
import Link from 'next/link'
import type { ReactNode } from 'react'

interface ToolLinkProps {
  href: string
  icon: TablerIcon
  children: ReactNode
}

/** A link among the tools of a table: to the same question on another page. */
export function ToolLink({ href, icon: Icon, children }: ToolLinkProps) {
  return (
    <Button
      component={Link}
      href={href}
      prefetch={false}
      size="xs"
      variant="default"
      leftSection={<Icon size={14} stroke={1.5} aria-hidden />}
    >
      {children}
    </Button>
  )
}

interface FileLinkProps {
  href: string
  /** What is downloaded, in full. */
  label: string
  children: ReactNode
}

/** A file among the tools of a table or panel. */
export function FileLink({ href, label, children }: FileLinkProps) {
  return (
    <Button
      component="a"
      href={href}
      download
      size="xs"
      variant="default"
      leftSection={<IconDownload size={14} stroke={1.5} aria-hidden />}
      aria-label={label}
    >
      {children}
    </Button>
  )
}
