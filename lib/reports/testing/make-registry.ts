import type postgres from 'postgres'
import type { Database } from '@/lib/db/client'
import { source } from '@/lib/db/schema/auth'
import { businessUnit } from '@/lib/db/schema/registry'
import { makeCostCenter, makeTeam } from '@/lib/db/testing/factories'
import { examplePrices } from '@/lib/usage/testing/test-ledger'
import { type Registered, registerNames } from './random-organisation'

type Team = Awaited<ReturnType<typeof makeTeam>>
type CostCenter = Awaited<ReturnType<typeof makeCostCenter>>

/** The two sources that random events come from. */
export async function makeSources(db: Database): Promise<void> {
  await db
    .insert(source)
    .values([1, 2].map((n) => ({ slug: `source-${n}`, format: 'canonical', role: 'ledger' as const, rank: 1 })))
}

/** All that random events can belong to, in a database without any: sources, teams, two cost centres, two business units, names. */
export async function makeRegistry(
  db: Database,
  sql: postgres.Sql,
  { teams: named = [{}, {}, {}] }: { teams?: readonly { slug?: string; name?: string }[] } = {},
): Promise<{ teams: Team[]; costCenters: CostCenter[]; registered: Registered }> {
  await makeSources(db)
  const teams: Team[] = []
  for (const given of named) teams.push(await makeTeam(db, given))
  const costCenters = [await makeCostCenter(db), await makeCostCenter(db)]
  const units = await db
    .insert(businessUnit)
    .values([1, 2].map((n) => ({ slug: `unit-${n}`, name: `Unit ${n}` })))
    .returning()
  const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)
  const owners = { teamIds: ids(teams), costCenterIds: ids(costCenters), businessUnitIds: ids(units) }
  return { teams, costCenters, registered: { ...(await registerNames(sql)), ...owners } }
}

/** The example prices as rate sets, each model of a family of its own. */
export async function nameModelFamilies(sql: postgres.Sql): Promise<void> {
  for (const { index, model } of examplePrices.book.rateSets.filter(({ index }) => index > 0)) {
    await sql`insert into rate_set (id, book_id, key, rates_hash, provider, listed_under, model, tier, valid, terms, first_version)
      values (${index}, 1, ${`test ${index}`}, '', 'acme', 'acme', ${`${model}-family`}, 'standard', '(,)', '{}', 0)`
  }
}
