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

/** What of a key is new, in words; null where nothing is. */
export function newText({ is_new, environments, models }: KeyRow): string | null {
  if (is_new) return 'new key'
  const news = (uses: readonly KeyUse[]) => uses.filter((use) => use.is_new).map(({ value }) => value ?? 'none')
  const parts = [...news(environments), ...news(models)]
  return parts.length === 0 ? null : `new: ${parts.join(', ')}`
}

/** `the four weeks before, 24 Sep to 22 Oct 2026`. */
export const baselineText = ({ from, to }: Period) =>
  `the four weeks before (${formatDate(from)} to ${formatDate(addDays(to, -1))})`

/** `09:00`. */
export const hourText = (hour: number) => `${String(hour).padStart(2, '0')}:00`
