'use client'

import { Anchor } from '@mantine/core'
import Link from 'next/link'
import type { ReactNode } from 'react'

interface TextLinkProps {
  href: string
  /** Among words that are no link it is underlined, so that not its colour alone tells it from them. */
  inSentence?: boolean
  children: ReactNode
}

/** A link within a sentence or a list, in the accent colour. */
export function TextLink({ href, inSentence = false, children }: TextLinkProps) {
  return (
    <Anchor component={Link} href={href} inherit underline={inSentence ? 'always' : 'hover'}>
      {children}
    </Anchor>
  )
}
