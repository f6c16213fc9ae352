import { valueText } from '@/components/spend/value-text'
import { findContrast } from '@/lib/engineering/features/find-contrast'
import type { FeatureRow, FeaturesReport, Ranking } from '@/lib/engineering/features/schema'
import { formatPercent, formatUsd } from '@/lib/money/format'

/** What is ranked, for many. */
export const manyOf: Readonly<Record<Ranking, string>> = {
  feature: 'features',
  service: 'services',
  project: 'projects',
  route: 'routes',
}

/** What a row is called. */
export function nameOfRow({ key, kind }: Pick<FeatureRow, 'key' | 'kind'>, by: Ranking): string {
  if (kind === 'none') return `No ${by}`
  return kind === 'capped' ? `${manyOf[by]} beyond the limit`.replace(/^./, (letter) => letter.toUpperCase()) : (key ?? '')
}

/** `7 of 34 features make 80% of what features cost.` Null where nothing is ranked. */
export function paretoSentence({ by, ranked }: Pick<FeaturesReport, 'by' | 'ranked'>): string | null {
  if (ranked.count === 0 || ranked.vital_count === 0) return null
  const [one, many] = [by, manyOf[by]]
  if (ranked.count === 1) return `The only ${one} makes all of what ${many} cost, ${costText(ranked)}.`
  const verb = ranked.vital_count === 1 ? 'makes' : 'make'
  return `${ranked.vital_count} of ${ranked.count} ${many} ${verb} 80% of what ${many} cost, ${costText(ranked)}.`
}

const costText = ({ cost_usd, is_at_least }: { cost_usd: string; is_at_least: boolean }) =>
  `${is_at_least ? 'at least ' : ''}${formatUsd(cost_usd)}`

/** What is not in the ranking, with its cost; null where everything is. */
export function apartSentence({ by, rows, total }: Pick<FeaturesReport, 'by' | 'rows' | 'total'>): string | null {
  const parts = rows
    .filter(({ kind }) => kind !== 'named')
    .map((row) => {
      const share = formatPercent(row.cost_usd, total.cost_usd)
      const amount = `${costText(row)}${share === null ? '' : ` (${share} of all)`}`
      return row.kind === 'none' ? `${amount} names no ${by}` : `${amount} lies in ${manyOf[by]} beyond the limit of names`
    })
  const text = parts.join(', and ').replace(/^a/, 'A')
  return text === '' ? null : `${text}: no part of the ranking.`
}

/** `digest makes 49.0% of cost with 18.0% of requests; chat 24.0% with 42.0%.` Null where shares hardly differ. */
export function contrastSentence({ rows }: Pick<FeaturesReport, 'rows'>): string | null {
  const { dear, cheap } = findContrast(rows)
  const shares = (row: FeatureRow) => [sharePercent(row.cost_share), sharePercent(row.request_share)] as const
  const texts = [dear, cheap].flatMap((row) => {
    if (row === null) return []
    const [cost, requests] = shares(row)
    return [`${row.key} makes ${cost} of cost with ${requests} of requests`]
  })
  return texts.length === 0 ? null : `${texts.join('; ')}.`
}

/** A share of the report as it is read: tenths of a percent, `<0.1%` below, a dash without a base. */
export function sharePercent(share: string | null): string {
  return share === null ? '—' : (formatPercent(share, '100') ?? '—')
}

/** The owners of a row: `Search & ranking`, `Search, Support and 3 more`. */
export function teamsText({ teams, team_count }: FeatureRow, report: Pick<FeaturesReport, 'names' | 'zone'>): string {
  const names = teams.map((team) => valueText('team', team, report))
  const more = team_count - teams.length
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')
}
