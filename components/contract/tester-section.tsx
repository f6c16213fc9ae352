'use client'

import { Button, Textarea } from '@mantine/core'
import { useDeferredValue, useId, useMemo, useState } from 'react'
import { Section } from '@/components/ui/section'
import { StatusBadge } from '@/components/ui/status-badge'
import { ownerFields } from '@/lib/attribution/contract/contract-fields'
import { toIngestContract } from '@/lib/attribution/contract/ingest-contract'
import type { ContractDocument } from '@/lib/attribution/contract/schema'
import { type ExplainedText, type ExplainedValue, explainPasted } from '@/lib/ingest/attributes/explain-pasted'
import classes from './contract.module.css'
import { fieldWords } from './contract-words'

const examples = [
  { label: 'A user string', text: 'team:growth|feature:onboarding|env:prod' },
  {
    label: 'Attributes of a span',
    text: '{\n  "CostCenter": "CC-1100",\n  "metadata": { "team": "growth" },\n  "service.name": "signup"\n}',
  },
  { label: 'An end user', text: 'auth0|64f1c0ffee' },
]

const remarks = {
  dropped: { label: 'Dropped', tone: 'off' },
  bad_slug: { label: 'Not in the agreed form', tone: 'attention' },
} as const

/** Shows what a pasted user string or set of attributes becomes, by the contract as it stands on the screen. */
export function TesterSection({
  version,
  document,
  isEdited,
}: {
  version: number
  document: ContractDocument
  isEdited: boolean
}) {
  const [text, setText] = useState(examples[0]?.text ?? '')
  const pasted = useDeferredValue(text)
  const contract = useMemo(() => toIngestContract(version, document), [version, document])
  const explained = useMemo(() => explainPasted(pasted, contract), [pasted, contract])
  const id = useId()
  return (
    <Section
      title="Try it"
      note={isEdited ? 'By the contract as you are editing it. Nothing is sent.' : 'By the contract in force. Nothing is sent.'}
    >
      <div className={classes.tester}>
        <div className={classes.stack}>
          <Textarea
            id={id}
            label="A user string, or attributes"
            description="One line as it would stand in user; or a JSON object, or lines of name=value"
            rows={6}
            maxLength={20_000}
            spellCheck={false}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
            classNames={{ input: classes.code }}
          />
          <div className={classes.row}>
            {examples.map((example) => (
              <Button key={example.label} size="compact-xs" variant="default" onClick={() => setText(example.text)}>
                {example.label}
              </Button>
            ))}
          </div>
        </div>
        <output htmlFor={id} aria-live="polite" aria-label="What it becomes">
          <Explanation explained={explained} />
        </output>
      </div>
    </Section>
  )
}

function Explanation({ explained }: { explained: ExplainedText | null }) {
  if (explained === null) return <p className={classes.quiet}>Paste something to see the dimensions that it becomes.</p>
  const { kind, values, hasUnparsedUser } = explained
  return (
    <div className={classes.stack}>
      <p className={classes.quiet}>
        Read as {kind === 'user' ? 'a user string' : 'attributes'}.{values.length === 0 && ' It says nothing of owners.'}
      </p>
      {values.length > 0 && (
        <dl className={classes.found}>
          {values.map((found) => (
            <Found key={`${found.isLabel} ${found.name}`} found={found} />
          ))}
        </dl>
      )}
      {hasUnparsedUser && (
        <p>
          <StatusBadge label="unparsed_user" tone="attention" /> Parts of it look like <code>key:value</code> and say nothing that
          is known: they are dropped, with that finding.
        </p>
      )}
    </div>
  )
}

function Found({ found: { name, isLabel, value, from, isFromUserString, remark } }: { found: ExplainedValue }) {
  const field = isLabel ? undefined : ownerFields.find((one) => one === name)
  return (
    <>
      <dt>{field ? fieldWords[field] : `Label ${name}`}</dt>
      <dd>
        <strong>{value}</strong>
        <span className={classes.quiet}>
          from <code>{from}</code>
          {isFromUserString && ', a part of it'}
        </span>
        {remark && <StatusBadge {...remarks[remark]} />}
      </dd>
    </>
  )
}
