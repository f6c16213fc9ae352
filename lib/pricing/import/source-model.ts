import type { AliasKind } from '../book-store/price-rows'
import type { BandDocument, RatesDocument } from '../price-book-document'

/** Rates as a source states them; bands lowest threshold first. */
export interface SourcePrice {
  readonly rates: RatesDocument
  readonly bands: readonly BandDocument[]
}

/** A model as a source of list prices describes it: what it costs now in the standard tier, and from known dates on. */
export interface SourceModel {
  readonly provider: string
  readonly model: string
  readonly name: string | null
  readonly contextWindow: number | null
  readonly names: readonly { readonly kind: AliasKind; readonly pattern: string }[]
  readonly current: SourcePrice
  /** Other prices at times of the UTC day, in force now. */
  readonly windows: readonly { readonly dailyUtc: readonly [string, string]; readonly price: SourcePrice }[]
  /** Prices that begin later, earliest first. */
  readonly upcoming: readonly { readonly from: string; readonly price: SourcePrice }[]
  /** What of it could not be read, for the report. */
  readonly problems: readonly string[]
}
