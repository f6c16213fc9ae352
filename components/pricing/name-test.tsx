'use client'

import { Button, Code, TextInput } from '@mantine/core'
import Link from 'next/link'
import { useQueryStates } from 'nuqs'
import { type FormEvent, useState, useTransition } from 'react'
import { Section } from '@/components/ui/section'
import type { ModelPageData } from '@/lib/pricing/loaders'
import { nameParams } from '@/lib/pricing/search-params'
import { modelHref } from './places'
import classes from './pricing.module.css'

type Tried = NonNullable<ModelPageData['tried']>

/** Says what any spelling means, by the rules by which usage is priced; the address holds the name. */
export function NameTest({ provider, tried }: { provider: string; tried: Tried | null }) {
  const [isPending, startTransition] = useTransition()
  const [params, setParams] = useQueryStates(nameParams, { shallow: false, startTransition, scroll: false })
  const [name, setName] = useState(params.name)
  const [from, setFrom] = useState(params.from ?? provider)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void setParams({ name: name.trim() || null, from: from.trim() === provider ? null : from.trim() })
  }
  return (
    <Section title="Price of a name" note="Type what a source sends, to see which model it is priced as and why.">
      <form onSubmit={submit} className={classes.try}>
        <TextInput
          label="Provider that is sent"
          w={150}
          maxLength={300}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          label="Model name that is sent"
          style={{ flex: '1 1 220px' }}
          maxLength={300}
          placeholder="us.anthropic.claude-sonnet-5"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={isPending}>
          Test
        </Button>
      </form>
      <p className={classes.meaning} aria-live="polite">
        {tried && <Meaning {...tried} />}
      </p>
    </Section>
  )
}

function Meaning({ name, explanation }: Tried) {
  if (explanation === null) {
    return (
      <>
        <Code>{name}</Code> means no model of the book, so usage under it has no known cost. Similar names are not guessed: map
        the name in a draft, or add the model.
      </>
    )
  }
  const { match, read, rule } = explanation
  const isShortened = read !== name.trim().toLowerCase()
  return (
    <>
      <Code>{name}</Code> is <Link href={modelHref(match.listedUnder, match.model)}>{match.model}</Link> of {match.listedUnder}
      {match.listedUnder !== match.provider && `, whose list ${match.provider} falls back on`}:{' '}
      {isShortened && (
        <>
          read as <Code>{read}</Code>,{' '}
        </>
      )}
      {rule ? describeRule(rule) : 'by the rules of its provider'}.
    </>
  )
}

type Rule = NonNullable<NonNullable<Tried['explanation']>['rule']>

function describeRule({ kind, pattern }: Rule): string {
  if (kind === 'name') return 'it is the model’s own name'
  if (kind === 'exact') return `the alias “${pattern}” says so`
  if (kind === 'family') return `it is “${pattern}” with a version behind it`
  if (kind === 'regex') return `it fits the pattern ${pattern}`
  return `it ${{ prefix: 'begins with', suffix: 'ends with', contains: 'contains' }[kind]} “${pattern}”`
}
