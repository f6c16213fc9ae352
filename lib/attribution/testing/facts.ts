import type { OwnerFacts, RuleFact, TeamFact } from '@/lib/registry/owner-facts'
import type { StatedDimensions } from '../rules/dimensions'

/** A team whose id tells its slug. */
export const teamFact = (slug: string, archivedFrom: string | null = null): TeamFact => ({
  id: `id-of-${slug}`,
  slug,
  name: `Team ${slug}`,
  archivedFrom,
})

/** A registry that holds nothing beyond what is given. */
export function makeFacts({
  teams = [],
  ...change
}: Partial<Omit<OwnerFacts, 'teams'>> & { teams?: readonly TeamFact[] } = {}): OwnerFacts {
  const none = new Map<string, never>()
  return {
    teams: new Map(teams.map((team) => [team.slug, team])),
    pools: none,
    projects: none,
    sources: new Map([[1, 'gateway']]),
    aliases: { team: none, cost_center: none, project: none, service: none, environment: none },
    keyTeams: none,
    serviceTeams: none,
    projectTeams: none,
    labels: none,
    rules: [],
    ...change,
  }
}

/** A rule for all days and all series, unless more is said. */
export function ruleFact(id: string, target: RuleFact['target'], change: Partial<RuleFact> = {}): RuleFact {
  return { id, name: id, kind: 'rule', conditions: [], from: null, to: null, target, ...change }
}

/** What a series says that says nothing beyond what it must. */
export function statedDimensions(
  change: Partial<Omit<StatedDimensions, 'labels'>> & { labels?: readonly (string | null)[] } = {},
) {
  return {
    sourceId: 1,
    billingAccount: null,
    provider: 'openai',
    model: 'gpt-4o',
    requestedModel: null,
    operation: 'chat',
    serviceTier: 'standard',
    region: null,
    keyTeam: null,
    tagTeam: null,
    tagBasis: null,
    costCenter: null,
    project: null,
    service: null,
    feature: null,
    environment: null,
    apiKey: null,
    route: null,
    labels: [],
    ...change,
  }
}
