'use client'

import { useSyncExternalStore } from 'react'
import { CodeBlock } from '@/components/ui/code-block'
import { Section } from '@/components/ui/section'
import type { ContractDocument } from '@/lib/attribution/contract/schema'
import classes from './contract.module.css'

const never = () => () => {}
const readOrigin = () => window.location.origin

/** What is handed to those who send: the address of the contract, and the agreed part as JSON. */
export function SendersSection({ version, document }: { version: number; document: ContractDocument }) {
  // The address is that under which the reader came; the server need not know it.
  const origin = useSyncExternalStore(never, readOrigin, () => '')
  const call = `curl ${origin}/api/v1/contract -H 'Authorization: Bearer asc_…'`
  return (
    <Section
      title="For those who send"
      note="The JSON Schema of an event with the fields that each environment requires, for anyone with an API key. Add ?version= for an earlier one."
    >
      <div className={classes.stack}>
        <CodeBlock label="Address of the contract" code={`${origin}/api/v1/contract`} wrap />
        <CodeBlock label="curl" code={call} wrap />
        <details>
          <summary>Version {version} as JSON</summary>
          <CodeBlock label={`Contract, version ${version}`} code={JSON.stringify({ version, ...document }, null, 2)} />
        </details>
      </div>
    </Section>
  )
}
