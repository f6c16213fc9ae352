import type { ChartData } from '@/components/charts/chart-data'
import { addDays, listDays, type Period } from '@/lib/time/calendar'

/** Sample data for the catalogue; made by arithmetic, so that it is the same on every visit and on both sides of hydration. */
export const samplePeriod: Period = { from: '2026-10-01', to: '2026-10-31' }
export const sampleToday = '2026-10-30'
export const sampleAsOf = '2026-10-30T14:05:00Z'
export const sampleZone = 'America/New_York'

export const veryLongName = 'customer-success-automation-and-knowledge-base-enrichment-platform-emea-and-apac'

export interface SampleTeam {
  id: string
  team: string
  model: string
  requests: string
  /** Decimal string of USD; null is unknown. */
  cost: string | null
  previous: string | null
  state: 'on track' | 'over budget' | 'no budget'
}

export const sampleTeams: readonly SampleTeam[] = [
  team('checkout-assistant', 'claude-sonnet-5', '182340', '18420.37', '16388.23', 'over budget'),
  team('support-triage', 'gpt-5.2', '163227', '16309.18', '17203.77', 'on track'),
  team('search-rerank', 'gemini-3-pro', '144114', '14197.99', '9921.73', 'on track'),
  team('code-review-bot', 'claude-haiku-5', '125001', '12086.80', '11873.08', 'on track'),
  team('doc-ingest', 'claude-sonnet-5', '105888', null, '12691.61', 'no budget'),
  team('sales-email', 'gpt-5.2', '86775', '7864.42', '7817.51', 'on track'),
  team('eval-nightly', 'gemini-3-pro', '67662', '5753.231904', null, 'no budget'),
  team('refunded-sandbox', 'gpt-5.2', '12', '-41.5', '120.25', 'no budget'),
  team(veryLongName, 'anthropic.claude-sonnet-5-20260915-v1:0', '3', '0.000474', '0.000474', 'on track'),
]

function team(
  name: string,
  model: string,
  requests: string,
  cost: string | null,
  previous: string | null,
  state: SampleTeam['state'],
): SampleTeam {
  return { id: name, team: name, model, requests, cost, previous, state }
}

/** Ten thousand keys, for the table that must not render them all. */
export const sampleKeys: readonly SampleTeam[] = Array.from({ length: 10_000 }, (_, index) => {
  const cents = (index * 7919) % 1_000_003
  const cost = `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
  return team(`key-${String(index + 1).padStart(5, '0')}`, 'gpt-5.2', String((index * 31) % 9973), cost, cost, 'on track')
})

const providers = ['anthropic', 'openai', 'google', 'bedrock', 'azure', 'mistral', 'cohere', 'groq', 'deepseek'] as const
const providerLabels = ['Anthropic', 'OpenAI', 'Google', 'Bedrock', 'Azure', 'Mistral', 'Cohere', 'Groq', 'DeepSeek'] as const

/** A month of daily spend by so many providers. */
export function sampleSpend(providerCount: number, days: Period = samplePeriod): ChartData {
  const chosen = providers.slice(0, providerCount)
  return {
    series: chosen.map((key, index) => ({ key, label: providerLabels[index] ?? key })),
    points: listDays(days).map((at, day) => ({
      at,
      values: Object.fromEntries(chosen.map((key, index) => [key, sampleAmount(day, index)])),
    })),
  }
}

function sampleAmount(day: number, index: number): string {
  const base = Math.trunc(62_000 / (index * 0.75 + 1))
  const cents = base + day * (1500 - index * 120) + ((day * 37 + index * 11) % 7) * 2300
  return `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
}

/** As above, with days on which one provider's cost is not known. */
export function sampleSpendWithUnknown(): ChartData {
  const data = sampleSpend(3)
  const unknownDays = new Set([addDays(samplePeriod.from, 9), addDays(samplePeriod.from, 10)])
  return {
    series: data.series,
    points: data.points.map((point) =>
      unknownDays.has(point.at) ? { ...point, values: { ...point.values, openai: null } } : point,
    ),
  }
}

/** Latency percentiles in milliseconds, with a day without traffic. */
export function sampleLatency(): ChartData {
  return {
    series: [
      { key: 'p50', label: 'p50' },
      { key: 'p99', label: 'p99' },
    ],
    points: listDays(samplePeriod).map((at, day) => ({
      at,
      values:
        day === 14 ? { p50: null, p99: null } : { p50: String(420 + ((day * 53) % 90)), p99: String(2100 + ((day * 211) % 900)) },
    })),
  }
}
