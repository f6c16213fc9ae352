import type { DayBounds } from '@/lib/registry/dated-spans'
import { foldAlias, type OwnerFacts, type TeamFact } from '@/lib/registry/owner-facts'
import type { CalendarDate } from '@/lib/time/calendar'

/** A name that was merged again and again ends somewhere; one that goes in a circle ends as well. */
const maxHops = 8

/**
 * Finds the team that a name stands for on some day: the registered slug while that is in use, else what its alias names, and
 * so on.
 */
export function createTeamFinder({ teams, aliases }: Pick<OwnerFacts, 'teams' | 'aliases'>) {
  const known = new Map<string, readonly TeamFact[]>()

  /** The registered teams that a name may stand for, the first in use being the one. */
  function candidatesOf(name: string): readonly TeamFact[] {
    const found = known.get(name)
    if (found) return found
    const candidates: TeamFact[] = []
    const seen = new Set<string>()
    let next: string | undefined = name
    while (next !== undefined && !seen.has(next) && seen.size < maxHops) {
      seen.add(next)
      const team = teams.get(next)
      if (team) candidates.push(team)
      next = aliases.team.get(foldAlias(next))
    }
    known.set(name, candidates)
    return candidates
  }

  return {
    /** The days on which a name begins to stand for another team, or for none. */
    daysOf: (name: string): (CalendarDate | null)[] => candidatesOf(name).map(({ archivedFrom }) => archivedFrom),
    /** The team in use in a piece of time that those days do not cut; and whether any such team was ever registered. */
    find(name: string, piece: DayBounds): { team: TeamFact | null; isRegistered: boolean } {
      const candidates = candidatesOf(name)
      return { team: candidates.find((team) => isInUse(team, piece)) ?? null, isRegistered: candidates.length > 0 }
    },
  }
}

/** Whether a team owns anything in a piece of time that the day of its end does not cut. */
function isInUse({ archivedFrom }: TeamFact, { from }: DayBounds): boolean {
  return archivedFrom === null || from === null || from < archivedFrom
}
