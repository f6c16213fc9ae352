import { Alert, SimpleGrid } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { PageHeader } from '@/components/ui/page-header'
import { Section } from '@/components/ui/section'
import { StatusBadge } from '@/components/ui/status-badge'
import { TextLink } from '@/components/ui/text-link'
import type { loadSetup } from '@/lib/setup/loaders'
import classes from './overview-screen.module.css'

type Setup = Awaited<ReturnType<typeof loadSetup>>

/** The landing page: the way to the first figure, and what the reader sees of it. */
export function OverviewScreen({ name, setup }: { name: string; setup: Setup }) {
  const open = setup.steps.filter(({ done }) => !done).length
  return (
    <>
      <PageHeader title="Overview" description={`Signed in as ${name}`} />
      {setup.failingJobs > 0 && (
        <Alert icon={<IconAlertTriangle size={17} stroke={1.5} aria-hidden />} color="gray" variant="light" mb="md">
          {setup.failingJobs === 1 ? 'A background job fails' : `${setup.failingJobs} background jobs fail`}.{' '}
          <TextLink href="/settings/jobs">See which and why</TextLink>
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
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
        <Section
          title="What you see"
          note={
            setup.seesEverything ? 'Your role sees all teams and cost centres.' : 'Your role sees its own teams and cost centres.'
          }
        >
          <Owners setup={setup} />
        </Section>
      </SimpleGrid>
    </>
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
