import { valueText } from '@/components/spend/value-text'
import { formatDate } from '@/components/ui/format-date'
import type { KeyRow, KeysReport, KeyUse } from '@/lib/engineering/keys/schema'
import { addDays, type Period } from '@/lib/time/calendar'

export const keyName = (key: string | null) => key ?? 'No key'

/** `Search`, `Search, Support and 3 more`. */
export function manyText(texts: readonly string[], count: number): string {
  const more = count - texts.length
  return more > 0 ? `${texts.join(', ')} and ${more} more` : texts.join(', ')
}

export const teamsText = ({ teams, team_count }: KeyRow, report: Pick<KeysReport, 'names' | 'zone'>) =>
  manyText(
    teams.map((team) => valueText('team', team, report)),
    team_count,
  )

const listNew = ({ environments, models }: KeyRow): KeyUse[] => [...environments, ...models].filter(({ is_new }) => is_new)

/** How many environments and models a key has not had before. */
export const countNew = (row: KeyRow): number => listNew(row).length

/** What of a key is new, in words; null where nothing is. */
export function newText(row: KeyRow): string | null {
  if (row.is_new) return 'new key'
  const parts = listNew(row).map(({ value }) => value ?? 'none')
  return parts.length === 0 ? null : `new: ${parts.join(', ')}`
}

/** `the four weeks before, 24 Sep to 22 Oct 2026`. */
export const baselineText = ({ from, to }: Period) =>
  `the four weeks before (${formatDate(from)} to ${formatDate(addDays(to, -1))})`

/** `09:00`. */
export const hourText = (hour: number) => `${String(hour).padStart(2, '0')}:00`
