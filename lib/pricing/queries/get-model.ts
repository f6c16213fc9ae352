import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { priceAlias, priceBand, priceMinimum, priceModel, priceRate, priceSet } from '@/lib/db/schema/pricing'
import { rateSet, rateSetRate } from '@/lib/db/schema/rate-set'
import { AppError } from '@/lib/errors'
import { decimalOf, isKnownIn, listBookId, rangeInstant } from '../book-store/read-version'
import { listTerms } from './terms'
import { listModelChanges, requireLatestVersion } from './versions'

/**
 * Everything about one model: every price that any version believed, with which ones did; its names; the contract terms that
 * bear on it; list beside contract rates as published; what versions changed.
 *
 * @param version the one whose names and terms count; absent: the latest.
 * @throws AppError `not_found` where the version does not list the model.
 */
export async function getModel(db: Database, provider: string, model: string, version?: number) {
  const latest = version ?? (await requireLatestVersion(db))
  const [listed] = await db
    .select({
      provider: priceModel.provider,
      model: priceModel.model,
      name: priceModel.name,
      contextWindow: priceModel.contextWindow,
    })
    .from(priceModel)
    .where(and(ofModel(priceModel, provider, model), isKnownIn(priceModel.known, latest)))
  if (!listed) throw new AppError('not_found', `Version ${latest} of the price book has no model "${model}" of "${provider}".`)
  const [prices, aliases, terms, changes, contract] = await Promise.all([
    listPrices(db, provider, model, latest),
    db
      .select({ kind: priceAlias.kind, pattern: priceAlias.pattern })
      .from(priceAlias)
      .where(and(ofModel(priceAlias, provider, model), isKnownIn(priceAlias.known, latest)))
      .orderBy(asc(priceAlias.kind), asc(priceAlias.position), asc(priceAlias.pattern)),
    listTerms(db, { version: latest, provider, model }),
    listModelChanges(db, provider, model),
    listContractRates(db, provider, model),
  ])
  return { version: latest, ...listed, prices, aliases, terms, changes, contract }
}

/** The page of one model. */
export type ModelDetail = Awaited<ReturnType<typeof getModel>>

/** One price of a model: when it holds, when we believed it, and what it charges. */
export type ModelPrice = ModelDetail['prices'][number]

async function listPrices(db: Database, provider: string, model: string, version: number) {
  const sets = await db
    .select({
      id: priceSet.id,
      tier: priceSet.tier,
      from: rangeInstant(priceSet.valid, 'lower'),
      to: rangeInstant(priceSet.valid, 'upper'),
      window: priceSet.windowKey,
      dailyUtc: priceSet.dailyUtc,
      weekdays: priceSet.weekdays,
      weekdayZone: priceSet.weekdayZone,
      sources: priceSet.sources,
      firstVersion: sql<number>`lower(${priceSet.known})`,
      /** The first version that no longer believed it; null: believed to this day. */
      untilVersion: sql<number | null>`upper(${priceSet.known})`,
      isCurrent: sql<boolean>`${isKnownIn(priceSet.known, version)}`,
    })
    .from(priceSet)
    .where(ofModel(priceSet, provider, model))
    .orderBy(
      sql`${priceSet.tier} = 'standard' desc`,
      asc(priceSet.tier),
      asc(priceSet.windowKey),
      sql`lower(${priceSet.valid}) nulls first`,
    )
  const ids = sets.map(({ id }) => id)
  if (ids.length === 0) return []
  const [bands, rates, minimums] = await Promise.all([
    db.select().from(priceBand).where(inArray(priceBand.priceSetId, ids)).orderBy(asc(priceBand.band)),
    db
      .select({ setId: priceRate.priceSetId, band: priceRate.band, meter: priceRate.meter, rate: decimalOf(priceRate.rate) })
      .from(priceRate)
      .where(inArray(priceRate.priceSetId, ids)),
    db
      .select({ setId: priceMinimum.priceSetId, meter: priceMinimum.meter, quantity: decimalOf(priceMinimum.quantity) })
      .from(priceMinimum)
      .where(inArray(priceMinimum.priceSetId, ids)),
  ])
  return sets.map((set) => {
    const ratesOf = (band: number) =>
      Object.fromEntries(rates.filter((row) => row.setId === set.id && row.band === band).map(({ meter, rate }) => [meter, rate]))
    return {
      ...set,
      rates: ratesOf(0),
      bands: bands
        .filter((band) => band.priceSetId === set.id)
        .map(({ band, over, inclusive }) => ({ over, inclusive, rates: ratesOf(band) })),
      minimums: Object.fromEntries(
        minimums.filter((row) => row.setId === set.id).map(({ meter, quantity }) => [meter, quantity]),
      ),
    }
  })
}

/** Rates of the latest version that a contract makes differ from the list, by what is sold to whom. */
function listContractRates(db: Database, provider: string, model: string) {
  return db
    .select({
      rateSetId: rateSet.id,
      tier: rateSet.tier,
      from: rangeInstant(rateSet.valid, 'lower'),
      to: rangeInstant(rateSet.valid, 'upper'),
      bandOver: rateSet.bandOver,
      uplift: rateSet.uplift,
      billingAccount: rateSet.billingAccount,
      terms: rateSet.terms,
      meter: rateSetRate.meter,
      per: sql<string>`${rateSetRate.per}::text`,
      list: decimalOf(rateSetRate.listRate),
      contract: decimalOf(rateSetRate.contractRate),
    })
    .from(rateSet)
    .innerJoin(rateSetRate, eq(rateSetRate.rateSetId, rateSet.id))
    .where(
      and(
        ofModel(rateSet, provider, model),
        sql`${rateSet.lastVersion} is null and ${rateSetRate.listRate} <> ${rateSetRate.contractRate}`,
        sql`${rateSetRate.meter} = ${rateSetRate.publishedAs}`,
      ),
    )
    .orderBy(asc(rateSet.id), asc(rateSetRate.meter))
}

function ofModel(
  table: typeof priceModel | typeof priceAlias | typeof priceSet | typeof rateSet,
  provider: string,
  model: string,
) {
  return and(eq(table.bookId, listBookId), eq(table.provider, provider), eq(table.model, model))
}
