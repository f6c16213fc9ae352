'use client'

import { Anchor } from '@mantine/core'
import Link from 'next/link'
import type { ReactNode } from 'react'

/** A link within a sentence or a list, in the accent colour. */
export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Anchor component={Link} href={href} inherit>
      {children}
    </Anchor>
  )
}
