import { isAmount } from '@/lib/finance/movement/schema'

const grouped = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/

/**
 * An amount as it stands on an invoice, as decimal text: `$8,200.00` is `8200.00`. Null for anything that could be read in two
 * ways, such as `8.200,00`.
 */
export function parseAmount(typed: string): string | null {
  const text = typed
    .trim()
    .replace('−', '-')
    .replace(/^([+-]?)\s*(?:\$|USD)\s*/i, '$1')
    .replace(/\s*USD$/i, '')
  const plain = grouped.test(text) ? text.replaceAll(',', '') : text
  return plain !== '' && isAmount(plain) ? plain : null
}
