'use client'

import { NativeSelect } from '@mantine/core'
import { pageSizes } from '@/lib/triage/search-params'

/** How many rows a page has; the most is what one act of mending takes. */
export function PageSize({ size, onChange }: { size: number; onChange: (size: number) => void }) {
  return (
    <NativeSelect
      size="xs"
      aria-label="Rows on a page"
      data={pageSizes.map((value) => ({ value: String(value), label: `${value} rows` }))}
      value={String(size)}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
    />
  )
}
