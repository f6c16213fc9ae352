import { parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { type MovementBasis, movementBases } from './schema'

/** What the Movement page reads from its address, under the names of the API. */
export const movementSearchParams = {
  month: parseAsString,
  against: parseAsString,
  basis: parseAsStringLiteral(movementBases).withDefault('captured'),
  prior_invoice_usd: parseAsString,
  current_invoice_usd: parseAsString,
}

/** What the address of the page holds; null is the default. */
export interface MovementAddress {
  readonly month: string | null
  readonly against: string | null
  readonly basis: MovementBasis
  readonly prior_invoice_usd: string | null
  readonly current_invoice_usd: string | null
}

/** Whether the invoices are asked about and not both stated yet: until then the page shows what was recorded. */
export const needsInvoices = ({ basis, prior_invoice_usd, current_invoice_usd }: MovementAddress): boolean =>
  basis === 'invoiced' && (prior_invoice_usd === null || current_invoice_usd === null)

/** The API's query for an address; defaults are left out, so that one question has one address. */
export function toMovementQuery(address: MovementAddress): URLSearchParams {
  const query = new URLSearchParams()
  const { month, against, prior_invoice_usd: prior, current_invoice_usd: current } = address
  if (month !== null) query.set('month', month)
  if (against !== null) query.set('against', against)
  if (address.basis === 'invoiced' && prior !== null && current !== null) {
    query.set('basis', 'invoiced')
    query.set('prior_invoice_usd', prior)
    query.set('current_invoice_usd', current)
  }
  return query
}
