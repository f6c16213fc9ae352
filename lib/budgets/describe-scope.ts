import type { BudgetFilters } from '@/lib/db/schema/budgets'
import { dimensionLabel, isDimensionName, noneValue } from '@/lib/reports/spend/dimension-names'

/** What a budget counts, in words: `Team search · Environment dev, test`; everything is `Whole organisation`. */
export function describeScope(filters: BudgetFilters): string {
  const parts = Object.entries(filters).map(([name, values]) => {
    const label = isDimensionName(name) ? dimensionLabel(name) : name
    return `${label} ${values.map((value) => (value === noneValue ? 'none' : value)).join(', ')}`
  })
  return parts.length === 0 ? 'Whole organisation' : parts.join(' · ')
}

/** A scope as the spend report's address has it: `environment=dev&team=search`; empty is everything. */
export function writeScope(filters: BudgetFilters): string {
  const query = new URLSearchParams()
  // In one order: the database gives back the names of an object in its own.
  for (const name of Object.keys(filters).sort()) for (const value of [...(filters[name] ?? [])].sort()) query.append(name, value)
  return query.toString()
}

/** Reads what `writeScope` writes. */
export function readScope(text: string): Record<string, string[]> {
  const query = new URLSearchParams(text.trim())
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]))
}
