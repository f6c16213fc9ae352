import type { UserActor } from '@/lib/auth/actor'
import { roleMay } from '@/lib/auth/permissions'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import { listScopeOwners } from '@/lib/registry/assigned'
import { getSetupProgress, type SetupProgress } from './queries'

/** One thing to do before figures can appear, with where it is done; `href` only where the reader may do it. */
export interface SetupStep {
  title: string
  detail: string
  done: boolean
  href: string | null
}

/** What the overview shows while there is no usage: the way to the first figure, and what the reader will see of it. */
export async function loadSetup(actor: UserActor) {
  const db = getDatabase()
  const scope = scopeFor(actor, 'spend.read')
  const progress = await getSetupProgress(db)
  return {
    steps: listSteps(progress, roleMay(actor.role, 'user.edit')),
    failingJobs: roleMay(actor.role, 'job.read') ? progress.failingJobs : 0,
    seesEverything: scope.everything,
    owners: await listScopeOwners(db, scope),
  }
}

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

/** The steps in the order in which they are best taken. */
export function listSteps(progress: SetupProgress, mayEdit: boolean): SetupStep[] {
  const { people, teams, costCenters, ingestKeys } = progress
  return [
    {
      title: 'Invite people',
      detail: people > 1 ? `${people} people can sign in.` : 'Only you can sign in so far.',
      done: people > 1,
      href: '/settings/users',
    },
    {
      title: 'Register teams and cost centres',
      detail:
        teams + costCenters === 0
          ? 'Spend needs somebody to answer for it.'
          : `${plural(teams, 'team', 'teams')}, ${plural(costCenters, 'cost centre', 'cost centres')}.`,
      done: teams > 0 && costCenters > 0,
      href: '/settings/teams',
    },
    {
      title: 'Make an ingest key for each source',
      detail:
        ingestKeys === 0
          ? 'Gateways, SDKs and collectors send usage with a key of their own.'
          : `${plural(ingestKeys, 'key is', 'keys are')} in force.`,
      done: ingestKeys > 0,
      href: '/settings/keys',
    },
  ].map((step) => ({ ...step, href: mayEdit ? step.href : null }))
}
