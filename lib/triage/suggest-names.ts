import { ownerSlugSchema, suggestSlug } from '@/lib/registry/slug'
import { editDistance } from './edit-distance'
import type { Suggestion } from './suggestions'

/**
 * Which registered team a name that nobody registered may mean, the likeliest first: the same slug (high), one with `team` before
 * or after it, or one letter apart (high from six letters on, else medium), two apart (medium from six on), three apart (low from
 * nine on). Where none is near and the name has the form of a slug, registering it (low).
 *
 * @param teams slugs of those in use.
 */
export function suggestForName(name: string, teams: readonly string[]): Suggestion[] {
  const slug = suggestSlug(name)
  if (slug === null) return []
  const near = teams
    .flatMap((team) => {
      const distance = editDistance(bareName(slug), bareName(team))
      const confidence = judgeDistance(distance, Math.min(bareName(slug).length, bareName(team).length))
      return confidence === null ? [] : [{ team, distance, confidence }]
    })
    .toSorted((one, other) => one.distance - other.distance || (one.team < other.team ? -1 : 1))
  if (near.length > 0) {
    return near.slice(0, 3).map(({ team, distance, confidence }) => ({
      ...{ basis: 'name', confidence, action: { kind: 'alias_team', team }, title: `Alias of ${team}` },
      evidence:
        distance === 0
          ? `“${name}” is ${team} in another spelling.`
          : `“${name}” and ${team} are ${distance} ${distance === 1 ? 'letter' : 'letters'} apart.`,
    }))
  }
  if (!ownerSlugSchema.safeParse(name).success) return []
  const evidence = `No registered team has a name near “${name}”.`
  return [{ basis: 'name', confidence: 'low', action: { kind: 'register_team' }, title: `Register ${name}`, evidence }]
}

const bareName = (slug: string) => slug.replace(/^team-|-team$/g, '')

function judgeDistance(distance: number, length: number): Suggestion['confidence'] | null {
  if (distance === 0) return 'high'
  if (distance === 1 && length >= 4) return length >= 6 ? 'high' : 'medium'
  if (distance === 2 && length >= 6) return 'medium'
  return distance === 3 && length >= 9 ? 'low' : null
}
