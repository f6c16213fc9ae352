'use client'

import { Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { SideDrawer } from '@/components/settings/side-drawer'
import { CodeBlock } from '@/components/ui/code-block'
import { SecretReveal } from '@/components/ui/secret-reveal'
import type { KeysPageData } from '@/lib/keys/loaders'
import { KeyForm } from './key-form'

interface KeyDrawerProps {
  opened: boolean
  /** Which opening this is. */
  opening: number
  sources: KeysPageData['sources']
  onClose: () => void
}

/** A key that was just made. */
export interface MadeKey {
  name: string
  secret: string
}

/** Makes a key, then shows its secret this once, with a request to try it. */
export function KeyDrawer({ opened, opening, sources, onClose }: KeyDrawerProps) {
  const [lastMade, setMade] = useState<(MadeKey & { opening: number }) | null>(null)
  const made = lastMade?.opening === opening ? lastMade : null
  return (
    <SideDrawer
      opened={opened}
      onClose={onClose}
      title={made ? `Key “${made.name}”` : 'Make an API key'}
      locked={made !== null && opened}
    >
      {made ? (
        <Stack gap="lg">
          <SecretReveal
            secret={made.secret}
            label={`Key “${made.name}”`}
            onDone={() => {
              setMade({ ...made, secret: '' })
              onClose()
            }}
          />
          <Stack gap={6}>
            <Text size="sm">Try it from a shell, with the key in the variable ASCRIBE_KEY:</Text>
            <CodeBlock code={writeExample(window.location.origin)} label="curl" wrap />
          </Stack>
        </Stack>
      ) : (
        <KeyForm key={opening} sources={sources} onCancel={onClose} onMade={(key) => setMade({ ...key, opening })} />
      )}
    </SideDrawer>
  )
}

/** The key comes from a variable, so that it does not stay in the shell's history. */
function writeExample(origin: string): string {
  return `curl -H "Authorization: Bearer $ASCRIBE_KEY" ${origin}/api/v1/whoami`
}
