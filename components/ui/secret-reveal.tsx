'use client'

import { Button, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { CodeBlock } from './code-block'

export interface SecretRevealProps {
  secret: string
  /** What it is: "Ingest key for production-gateway". */
  label: string
  /** Called when the reader says that it is stored; the secret is gone from the page by then. */
  onDone?: () => void
}

/** A secret that is shown this once: the server keeps only its hash, so "Done" takes it away for good. */
export function SecretReveal({ secret, label, onDone }: SecretRevealProps) {
  const [done, setDone] = useState(false)
  if (done) {
    return (
      <Text size="sm" c="dimmed" role="status">
        {label} is not shown again. If it is lost, make another.
      </Text>
    )
  }
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">Copy it now: it is shown only this once.</Text>
      <div style={{ width: '100%' }}>
        <CodeBlock code={secret} label={label} wrap />
      </div>
      <Button
        size="xs"
        onClick={() => {
          setDone(true)
          onDone?.()
        }}
      >
        I have stored it
      </Button>
    </Stack>
  )
}
