/**
 * The columns that we have something to say of, in the order of the file: those of FOCUS 1.2 by the alphabet, then our own.
 * Columns for what no source tells us (commitments, reservations, resources, sub accounts, zones, other currencies) are left
 * out, which the specification asks for: they are conditional on the provider's having them.
 */
export const focusColumns = [
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargeFrequency',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'ConsumedQuantity',
  'ConsumedUnit',
  'ContractedCost',
  'ContractedUnitPrice',
  'EffectiveCost',
  'InvoiceId',
  'InvoiceIssuerName',
  'ListCost',
  'ListUnitPrice',
  'PricingCategory',
  'PricingQuantity',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'RegionId',
  'RegionName',
  'ServiceCategory',
  'ServiceName',
  'ServiceSubcategory',
  'SkuId',
  'SkuMeter',
  'SkuPriceDetails',
  'SkuPriceId',
  'Tags',
  'x_AllocationReason',
  'x_AllocationStatus',
  'x_Attempt',
  'x_BillingAccountBasis',
  'x_Model',
  'x_Operation',
  'x_Outcome',
  'x_PriceVersion',
  'x_RequestCount',
  'x_SeriesId',
  'x_ServiceTier',
  'x_Source',
  'x_TokenClass',
] as const

export type FocusColumn = (typeof focusColumns)[number]

/** Some cells of a row, written as CSV. */
export type FocusCells<Column extends FocusColumn> = Readonly<Record<Column, string>>

/** Cells with the places that they have in a line. */
export type PlacedCells = readonly (readonly [place: number, cell: string])[]

const placeOf: ReadonlyMap<string, number> = new Map(focusColumns.map((column, place) => [column, place]))

/** Looks up once where cells stand that go into many lines. */
export function placeCells(cells: Readonly<Partial<Record<FocusColumn, string>>>): PlacedCells {
  return Object.entries(cells).map(([column, cell]) => [placeOf.get(column) ?? -1, cell])
}
