import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import { loadOwnerFacts, lockAttribution } from '@/lib/attribution/attribute-series'
import { readSeries } from '@/lib/attribution/attribute-series-rows'
import { applyRuleChanges } from '@/lib/attribution/rules/commands'
import type { createRuleSchema } from '@/lib/attribution/rules/schema'
import { runnerFor } from '@/lib/attribution/sql-runner'
import { command } from '@/lib/audit/command'
import type { FindingRef } from '../finding-ref'
import { countFindings, defaultFrom, type FixContext, finishFix, keepPresent, refuseField } from './frame-fix'
import type { FixKind } from './kinds'
import { makeOwnerRules, makeRule, refuseUnruly, tellTarget } from './owner-rules'
import { ownerFixSchema, projectFixSchema, splitFixSchema } from './schema'

/**
 * Gives findings to a team or a pool: decisions, which come before all rules, for the values by which each group is told apart,
 * so that the next call of its kind has that owner too. Of what nobody owns they take nothing that has an owner.
 */
export const fixOwner = command({
  name: 'triage.fix_owner',
  permission: 'triage.resolve',
  input: ownerFixSchema,
  run: (context, { findings, ...terms }) => decide(context, 'owner', findings, terms),
})

/** Puts findings that name no project into one. */
export const fixProject = command({
  name: 'triage.fix_project',
  permission: 'triage.resolve',
  input: projectFixSchema,
  async run(context, { findings, ...terms }) {
    const other = findings.findIndex(({ lane }) => lane !== 'missing_dimension')
    if (other >= 0) refuseField(`findings[${other}].lane`, 'is not missing_dimension, the lane of calls without a project')
    return decide(context, 'project', findings, terms)
  },
})

interface Terms {
  readonly team?: string | null
  readonly pool?: string | null
  readonly project?: string | null
  readonly from?: string | null | undefined
  readonly note: string | null
}

async function decide(context: FixContext, kind: FixKind, findings: readonly FindingRef[], { from: given, ...terms }: Terms) {
  const from = await defaultFrom(context, given)
  refuseUnruly(findings)
  await lockAttribution(context.tx)
  const present = await keepPresent(context, findings)
  const run = runnerFor(context.tx)
  const around = { series: await readSeries(run, sql`true`), facts: await loadOwnerFacts(run) }
  return addRules(context, present, {
    kind,
    rules: makeOwnerRules(present, { ...terms, from }, around),
    summary: `${countFindings(present.length)} given to ${tellTarget(terms)}${sinceText(from)}`,
    note: terms.note,
  })
}

/**
 * Splits the key of findings by service: each service's part has its own owner, whatever its calls say, also where it had
 * another one before; the preview tells what moves from whom.
 */
export const fixSplit = command({
  name: 'triage.fix_split',
  permission: 'triage.resolve',
  input: splitFixSchema,
  async run(context, { findings, parts, from: given, note }) {
    const rules = makeSplitRules(findings, { parts, from: await defaultFrom(context, given), note })
    await lockAttribution(context.tx)
    const present = await keepPresent(context, findings)
    const owners = parts.map((part) => `${part.service ?? 'calls without a service'} to ${tellTarget(part)}`)
    const key = findings[0]?.key.api_key
    return addRules(context, present, {
      kind: 'split',
      rules,
      summary: `Key ${key} split by service: ${owners.join(', ')}`,
      note,
    })
  },
})

/**
 * The decisions that split the one key that findings have.
 *
 * @throws AppError `invalid` where they have none, or several, or a service is named twice.
 */
export function makeSplitRules(
  findings: readonly FindingRef[],
  { parts, from, note }: Pick<z.output<typeof splitFixSchema>, 'parts'> & { from: string | null; note: string | null },
) {
  const key = findings[0]?.key.api_key ?? refuseField('findings[0].key.api_key', 'is needed: it is a key that is split')
  const other = findings.findIndex((ref) => ref.key.api_key !== key)
  if (other >= 0) refuseField(`findings[${other}].key.api_key`, `is another key than ${key}: split one at a time`)
  const services = parts.map(({ service }) => service)
  const twice = services.findIndex((service, index) => services.indexOf(service) !== index)
  if (twice >= 0) refuseField(`parts[${twice}].service`, 'is named already')
  return parts.map(({ service, team, pool }) =>
    makeRule(
      `Triage: key ${key}, ${service ?? 'no service'}`.slice(0, 120),
      [
        { dimension: 'api_key', operator: 'equals', values: [key] },
        service === null
          ? { dimension: 'service', operator: 'absent', values: [] }
          : { dimension: 'service', operator: 'equals', values: [service] },
      ],
      { team, pool, from, note },
    ),
  )
}

interface Decision {
  readonly kind: FixKind
  readonly rules: readonly z.output<typeof createRuleSchema>[]
  readonly summary: string
  readonly note: string | null
}

async function addRules(context: FixContext, refs: readonly FindingRef[], { kind, rules, summary, note }: Decision) {
  const { ids, audit } = await applyRuleChanges(
    context,
    rules.map((rule) => ({ action: 'create' as const, rule })),
  )
  return finishFix(context, refs, { kind, summary: `${summary}.`, undo: { ruleIds: [...ids] }, comment: note, audit })
}

const sinceText = (from: string | null) => (from === null ? ', for all of time' : ` from ${from} on`)
