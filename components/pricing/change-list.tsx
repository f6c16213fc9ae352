'use client'

import { Button, VisuallyHidden } from '@mantine/core'
import Link from 'next/link'
import { useState } from 'react'
import { EmptyState } from '@/components/ui/empty-state'
import { StatusBadge } from '@/components/ui/status-badge'
import { type ChangedFact, describeChange, type ShownChange } from './describe-change'
import { modelHref } from './places'
import classes from './pricing.module.css'

interface ChangeListProps {
  changes: readonly ShownChange[]
  /** Says of each change which version made it, instead of which model it is about. */
  showsVersion?: boolean
  /** What is said where there are none. */
  empty: string
}

/** An import changes hundreds of prices at once; as many as this are read at a time. */
const stepCount = 100

/** Changes of prices, names and terms, each as what it was and what it is. */
export function ChangeList({ changes, showsVersion = false, empty }: ChangeListProps) {
  const [shown, setShown] = useState(stepCount)
  if (changes.length === 0) return <EmptyState title={empty} />
  const left = changes.length - shown
  return (
    <>
      <ul className={classes.changes}>
        {changes.slice(0, shown).map((change, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list of changes is never reordered, and two may read the same
          <Change key={index} change={change} showsVersion={showsVersion} />
        ))}
      </ul>
      {left > 0 && (
        <div className={classes.more}>
          <Button variant="default" size="xs" onClick={() => setShown(shown + stepCount)}>
            Show more ({left.toLocaleString('en-US')} left)
          </Button>
        </div>
      )}
    </>
  )
}

function Change({ change, showsVersion }: { change: ShownChange; showsVersion: boolean }) {
  const { title, facts } = describeChange(change)
  const { provider, model, version } = change
  return (
    <li className={classes.change}>
      <p className={classes.subject}>
        {showsVersion && version !== undefined && <Link href={`/pricing/versions/${version}`}>Version {version}</Link>}
        {!showsVersion && provider !== null && (
          <span>
            {provider}{' '}
            {model !== null && (change.after === null ? model : <Link href={modelHref(provider, model)}>{model}</Link>)}
          </span>
        )}
        <span>{title}</span>
        {change.isPast && <StatusBadge label="Bears on past usage" tone="attention" />}
      </p>
      {facts.length > 0 && (
        <dl className={classes.facts}>
          {facts.map((fact) => (
            <Fact key={fact.label} {...fact} />
          ))}
        </dl>
      )}
    </li>
  )
}

function Fact({ label, before, after }: ChangedFact) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {before !== null && (
          <del>
            <VisuallyHidden>was </VisuallyHidden>
            {before}
          </del>
        )}
        {before !== null && <span aria-hidden> → </span>}
        {after !== null ? (
          <ins>
            <VisuallyHidden>is </VisuallyHidden>
            {after}
          </ins>
        ) : (
          <ins>none</ins>
        )}
      </dd>
    </>
  )
}
