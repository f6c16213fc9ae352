import { DataTable } from '@/components/ui/data-table'
import type { TermRow } from '@/lib/pricing/queries/terms'
import { termColumns } from './term-columns'

const columns = termColumns()

/** The contract terms that bear on a model. Where several do, the most specific wins alone. */
export function ModelTerms({ terms }: { terms: readonly TermRow[] }) {
  return <DataTable caption="Contract terms" columns={columns} rows={terms} rowKey={({ id }) => id} csv="terms" />
}
