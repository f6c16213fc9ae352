import { formatDecimal } from '@/lib/money/decimal'
import type { MeterName } from '@/lib/pricing/meters'
import { jsonCell, plainCell, textCell } from '../exports/csv-line'
import type { PriceSet } from '../exports/price-sets'
import type { FocusCells } from './columns'
import { findPublisher } from './find-publisher'
import { focusMeters, pricingUnit } from './meter-names'
import type { ExportRate } from './price-lines'
import { nameProvider } from './provider-names'

type SellerColumn =
  | 'InvoiceIssuerName'
  | 'ProviderName'
  | 'PublisherName'
  | 'ServiceCategory'
  | 'ServiceName'
  | 'ServiceSubcategory'

/** Who sells, made and bills a model. A service has one category, whatever is called of it. */
export function sellerCells(provider: string, model: string): FocusCells<SellerColumn> {
  const { provider: seller, service } = nameProvider(provider)
  return {
    InvoiceIssuerName: textCell(seller),
    ProviderName: textCell(seller),
    PublisherName: textCell(findPublisher(provider, model)),
    ServiceCategory: 'AI and Machine Learning',
    ServiceName: textCell(service),
    ServiceSubcategory: 'Generative AI',
  }
}

export type PriceCells = FocusCells<
  | SellerColumn
  | 'ChargeCategory'
  | 'ChargeDescription'
  | 'ChargeFrequency'
  | 'ConsumedUnit'
  | 'ContractedUnitPrice'
  | 'ListUnitPrice'
  | 'PricingCategory'
  | 'PricingUnit'
  | 'SkuId'
  | 'SkuMeter'
  | 'SkuPriceDetails'
  | 'SkuPriceId'
  | 'x_PriceVersion'
  | 'x_TokenClass'
>

/** The price of one meter: the same in every row that was charged at it. */
export function priceCells(set: PriceSet, rate: ExportRate): PriceCells {
  const { sku, unit } = focusMeters[rate.meter]
  return {
    ...sellerCells(set.provider, set.model),
    ChargeCategory: 'Usage',
    ChargeDescription: textCell(`${set.model} ${sku.toLowerCase()}`),
    ChargeFrequency: 'Usage-Based',
    ConsumedUnit: unit,
    ContractedUnitPrice: formatDecimal(rate.contract),
    ListUnitPrice: formatDecimal(rate.list),
    PricingCategory: 'Standard',
    PricingUnit: pricingUnit(rate.meter, rate.per),
    SkuId: textCell(skuId(set)),
    SkuMeter: textCell(sku),
    SkuPriceDetails: jsonCell(describePrice(set)),
    SkuPriceId: textCell(skuPriceId(set, rate.meter)),
    x_PriceVersion: String(set.firstVersion),
    x_TokenClass: rate.meter,
  }
}

/** What a cost that no meter explains has instead of a price. */
export function unpricedCells(provider: string, model: string, priceVersion: number | null): PriceCells {
  return {
    ...sellerCells(provider, model),
    ChargeCategory: 'Adjustment',
    ChargeDescription: textCell(`${model} cost that no meter explains`),
    ChargeFrequency: 'Usage-Based',
    ConsumedUnit: '',
    ContractedUnitPrice: '',
    ListUnitPrice: '',
    PricingCategory: '',
    PricingUnit: '',
    SkuId: '',
    SkuMeter: '',
    SkuPriceDetails: '',
    SkuPriceId: '',
    x_PriceVersion: plainCell(priceVersion === null ? null : String(priceVersion)),
    x_TokenClass: '',
  }
}

/** The model, whatever its price: the same for every tier, band, account and contract. */
const skuId = ({ provider, model }: PriceSet) => `${provider}/${model}`

/**
 * The entry of the price list, by what it is a price for. Neither dates nor contracts are in it, so that it stays what it is
 * when rates change or somebody negotiates; the charge period says which rate was in force.
 */
function skuPriceId(set: PriceSet, meter: MeterName): string {
  const windows = set.dailyUtc?.map(([from, to]) => `${from}-${to}`).join('+')
  const parts = [
    skuId(set),
    set.tier,
    ...(set.bandOver === null ? [] : [`${set.bandInclusive ? 'from' : 'over'}-${set.bandOver}`]),
    ...(windows === undefined ? [] : [`utc-${windows}`]),
    ...(set.weekdays === null ? [] : [`weekdays-${set.weekdays.join('')}`]),
    ...(set.uplift === null ? [] : [set.uplift]),
    meter,
  ]
  return parts.join(':')
}

function describePrice({ tier, bandOver, bandInclusive, dailyUtc, weekdays, uplift }: PriceSet) {
  return {
    x_ServiceTier: tier,
    x_ContextOver: bandOver === null ? undefined : Number(bandOver),
    x_ContextInclusive: bandOver === null ? undefined : (bandInclusive ?? false),
    x_DailyUtc: dailyUtc?.map(([from, to]) => `${from}-${to}`).join(','),
    x_Weekdays: weekdays?.join(','),
    x_RegionUplift: uplift ?? undefined,
  }
}
