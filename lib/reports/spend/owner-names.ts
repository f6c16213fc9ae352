import { inArray } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { businessUnit, costCenter, team } from '@/lib/db/schema/registry'
import type { OwnerNames } from './report-schema'

interface Owned {
  readonly team?: string | null
  readonly cost_center?: string | null
  readonly business_unit?: string | null
}

/** What the registry calls the teams, cost centres and business units of some rows, by code. */
export async function nameOwners(db: Database, rows: readonly Owned[]): Promise<OwnerNames> {
  const codesOf = (name: keyof Owned) => [...new Set(rows.map((row) => row[name]).filter((code) => typeof code === 'string'))]
  const [teams, costCenters, businessUnits] = [codesOf('team'), codesOf('cost_center'), codesOf('business_unit')]
  return {
    team: toNames(
      teams.length === 0 ? [] : await db.select({ code: team.slug, name: team.name }).from(team).where(inArray(team.slug, teams)),
    ),
    cost_center: toNames(
      costCenters.length === 0
        ? []
        : await db
            .select({ code: costCenter.code, name: costCenter.name })
            .from(costCenter)
            .where(inArray(costCenter.code, costCenters)),
    ),
    business_unit: toNames(
      businessUnits.length === 0
        ? []
        : await db
            .select({ code: businessUnit.slug, name: businessUnit.name })
            .from(businessUnit)
            .where(inArray(businessUnit.slug, businessUnits)),
    ),
  }
}

const toNames = (rows: readonly { code: string; name: string }[]) =>
  Object.fromEntries(rows.map(({ code, name }) => [code, name]))
