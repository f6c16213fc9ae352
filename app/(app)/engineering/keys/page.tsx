import type { Metadata } from 'next'
import { createLoader } from 'nuqs/server'
import { KeysScreen } from '@/components/engineering/keys/keys-screen'
import { Hydrate, prefetch } from '@/components/shell/hydrate'
import { keysOptions, keyUseOptions } from '@/lib/engineering/keys/client'
import { loadKeys, loadKeyUse } from '@/lib/engineering/keys/loaders'
import { maxUseDays } from '@/lib/engineering/keys/schema'
import { keysSearchParams } from '@/lib/engineering/keys/search-params'
import { loadPeriod } from '@/lib/engineering/load-period'
import { countDays } from '@/lib/time/calendar'

export const metadata: Metadata = { title: 'Keys' }

export default async function KeysPage({ searchParams }: PageProps<'/engineering/keys'>) {
  const { period, ...place } = await loadPeriod(searchParams)
  const { key } = await createLoader(keysSearchParams)(searchParams)
  // A period that is too long for hours is refused in the panel, which says so.
  const question = key && countDays(period) <= maxUseDays ? { ...period, key } : null
  const queries = [prefetch(keysOptions(period), () => loadKeys(period))]
  if (question) queries.push(prefetch(keyUseOptions(question), () => loadKeyUse(question)))
  return (
    <Hydrate queries={queries}>
      <KeysScreen {...place} />
    </Hydrate>
  )
}
