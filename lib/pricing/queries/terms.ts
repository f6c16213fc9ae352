import type { Database } from '@/lib/db/client'
import { readStoredTerms } from '../book-store/read-version'
import { requireLatestVersion } from './versions'

/** One contract term as screens show it. */
export interface TermRow {
  id: string
  provider: string
  account: string | null
  model: string | null
  tier: string | null
  meter: string | null
  meterGroup: string | null
  kind: string
  /** USD for the meter's published quantity, or percent off the list; exact text. */
  value: string
  from: string | null
  to: string | null
  state: 'ahead' | 'in force' | 'ended'
}

/** The contract terms of a version, by provider and start; with `provider` and `model` those that can bear on one model. */
export async function listTerms(
  db: Database,
  { version, provider, model }: { version?: number; provider?: string; model?: string } = {},
  now: Date = new Date(),
): Promise<TermRow[]> {
  const terms = await readStoredTerms(db, version ?? (await requireLatestVersion(db)))
  return terms
    .filter((term) => provider === undefined || term.provider === provider)
    .filter((term) => model === undefined || term.model === null || term.model === model)
    .map(({ id: _, term, ...facts }) => ({ id: term, ...facts, state: findState(facts, now) }))
    .sort(
      (left, right) =>
        compareText(left.provider, right.provider) ||
        compareText(left.from ?? '', right.from ?? '') ||
        compareText(left.id, right.id),
    )
}

function findState({ from, to }: { from: string | null; to: string | null }, now: Date): TermRow['state'] {
  if (from !== null && Date.parse(from) > now.getTime()) return 'ahead'
  return to !== null && Date.parse(to) <= now.getTime() ? 'ended' : 'in force'
}

const compareText = (left: string, right: string) => (left === right ? 0 : left < right ? -1 : 1)
