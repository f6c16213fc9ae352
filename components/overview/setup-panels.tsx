import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { StatusBadge } from '@/components/ui/status-badge'
import { TextLink } from '@/components/ui/text-link'
import type { loadSetup } from '@/lib/setup/loaders'
import classes from './overview.module.css'

export type Setup = Awaited<ReturnType<typeof loadSetup>>

export const countOpenSteps = ({ steps }: Setup): number => steps.filter(({ done }) => !done).length

/** The way to the first figure, ticked off. */
export function FirstSteps({ setup }: { setup: Setup }) {
  const open = countOpenSteps(setup)
  return (
    <Section
      title="First steps"
      note={open === 0 ? 'All done: send usage with an ingest key.' : `${open} of ${setup.steps.length} to do`}
    >
      <ol className={classes.steps}>
        {setup.steps.map((step) => (
          <li key={step.title} className={classes.step}>
            <div>
              <p className={classes.title}>{step.href ? <TextLink href={step.href}>{step.title}</TextLink> : step.title}</p>
              <p className={classes.detail}>{step.detail}</p>
            </div>
            <StatusBadge label={step.done ? 'Done' : 'To do'} tone={step.done ? 'done' : 'waiting'} />
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** For those who see a part of the organisation, of which there is no usage. */
export function NothingOfYours() {
  return (
    <Section title="Spend">
      <EmptyState
        title="No usage of yours yet"
        detail="Figures appear here with the first call that belongs to one of your teams or cost centres."
      />
    </Section>
  )
}

/** Whose spend the reader sees. */
export function WhatYouSee({ setup }: { setup: Setup }) {
  return (
    <Section
      title="What you see"
      note={
        setup.seesEverything ? 'Your role sees all teams and cost centres.' : 'Your role sees its own teams and cost centres.'
      }
    >
      <Owners setup={setup} />
    </Section>
  )
}

function Owners({ setup: { owners, seesEverything } }: { setup: Setup }) {
  const { teams, costCenters } = owners
  if (teams.length + costCenters.length === 0) {
    return (
      <p className={classes.detail}>
        {seesEverything
          ? 'No team or cost centre is registered yet.'
          : 'No team is assigned to you yet: a platform admin can do that.'}
      </p>
    )
  }
  return (
    <dl className={classes.owners}>
      {teams.length > 0 && (
        <div>
          <dt>Teams</dt>
          <dd>
            {teams.map(({ slug }) => (
              <StatusBadge key={slug} label={slug} />
            ))}
          </dd>
        </div>
      )}
      {costCenters.length > 0 && (
        <div>
          <dt>Cost centres</dt>
          <dd>
            {costCenters.map(({ code, name }) => (
              <StatusBadge key={code} label={`${code} ${name}`} />
            ))}
          </dd>
        </div>
      )}
    </dl>
  )
}
