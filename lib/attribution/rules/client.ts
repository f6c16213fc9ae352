import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { readAnswer } from '@/lib/http/read-answer'
import type { RuleChangeInput } from './schema'

const ownerSchema = z
  .object({
    kind: z.enum(['team', 'pool', 'none']),
    team: z.string().optional(),
    pool: z.string().optional(),
    reason: z.string().optional(),
    project: z.string().nullable(),
  })
  .transform(({ kind, team, pool, reason, project }) => ({ kind, key: team ?? pool ?? reason ?? '', project }))

const sums = { requests: z.string(), cost_usd: z.string(), is_at_least: z.boolean() }

/** What `POST /api/v1/rules/preview` answers. */
export const rulePreviewSchema = z.object({
  series: z.number(),
  confirmed: z.number(),
  ...sums,
  months: z.array(z.object({ month: z.string(), before: ownerSchema, after: ownerSchema, series: z.number(), ...sums })),
  largest: z.array(
    z.object({
      id: z.number(),
      dimensions: z.record(z.string(), z.string()),
      ...sums,
      moves: z.array(
        z.object({ from: z.string().nullable(), to: z.string().nullable(), before: ownerSchema, after: ownerSchema }),
      ),
    }),
  ),
})
export type RulePreviewAnswer = z.output<typeof rulePreviewSchema>
export type PreviewOwner = z.output<typeof ownerSchema>

/**
 * What a change would do; asked once for each change, and anew when the rules have changed since. A refusal names fields as the
 * change does: `rule.conditions[0].values`.
 *
 * @param seen changes with every change of the rules.
 */
export function rulePreviewOptions(change: RuleChangeInput | null, seen: string) {
  return queryOptions({
    queryKey: ['rules', 'preview', seen, change],
    queryFn: async ({ signal }) => {
      const response = await fetch('/api/v1/rules/preview', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(change),
        signal,
      })
      return rulePreviewSchema.parse(await readAnswer(response))
    },
    enabled: change !== null,
    retry: false,
    staleTime: 60_000,
  })
}
