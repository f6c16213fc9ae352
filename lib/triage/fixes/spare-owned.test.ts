import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AttributableSeries } from '@/lib/attribution/attribute-series'
import { resolveAll } from '@/lib/attribution/resolve-owner'
import { AppError } from '@/lib/errors'
import { valueOn } from '@/lib/registry/dated-spans'
import type { OwnerFacts, RuleFact } from '@/lib/registry/owner-facts'
import { makeEvent, testInstantMs } from '@/lib/usage/testing/make-event'
import { planDecisions } from './spare-owned'

const teams = ['search', 'support'].map((slug) => ({ id: slug, slug, name: slug, archivedFrom: null }))
const days = ['2026-05-01', '2026-05-08', '2026-05-15']
const { dimensions } = makeEvent('any', { occurredAtMs: testInstantMs })

const nameOf = (names: readonly (string | null)[]) => fc.constantFrom(...names)
const anySeries = fc
  .record({
    tagTeam: nameOf([null, null, null, 'search']),
    project: nameOf([null, 'p', 'q']),
    service: nameOf([null, 's', 't']),
    apiKey: nameOf([null, 'k']),
    feature: nameOf([null, 'x', 'y']),
    model: fc.constantFrom('plain', 'rich'),
  })
  .map((own) => ({ ...dimensions, ...own }))
const anySpan = fc.record({ from: nameOf([null, ...days]), to: fc.constant(null) })
const mapping = (member: string) =>
  fc.option(anySpan).map((span) => new Map(span ? [[member, [{ ...span, value: 'support' }]]] : []))
const anyRule = fc
  .record({ span: anySpan, dimension: fc.constantFrom('feature', 'model', 'project'), value: fc.constantFrom('x', 'rich', 'p') })
  .map(
    ({ span, dimension, value }): RuleFact => ({
      ...{ id: `${dimension} ${value}`, name: 'a rule', kind: 'rule', ...span, target: { kind: 'team', id: 'support' } },
      conditions: [{ dimension, operator: 'equals', values: [value] }],
    }),
  )
const anyFacts = fc
  .record({
    keyTeams: mapping('k'),
    serviceTeams: mapping('s'),
    projectTeams: mapping('p'),
    rules: fc.array(anyRule, { maxLength: 2 }),
  })
  .map(
    (own): OwnerFacts => ({
      ...{ teams: new Map(teams.map((team) => [team.slug, team])), pools: new Map(), projects: new Map() },
      ...{ sources: new Map([[1, 'gateway']]), labels: new Map(), ...own },
      aliases: { team: new Map(), cost_center: new Map(), project: new Map(), service: new Map(), environment: new Map() },
    }),
  )

/** Owners on the days on which something may change, and before and after them. */
const ownersOf = (series: readonly AttributableSeries[], facts: OwnerFacts) =>
  resolveAll(series, facts).map(({ spans }) =>
    ['2026-04-01', ...days, '2026-06-01'].map((day) => {
      const span = valueOn(
        spans.map(({ from, to, owner }) => ({ from, to, value: owner })),
        day,
      )
      return span?.kind === 'team' ? span.team.slug : null
    }),
  )

describe('a decision for what nobody owns', () => {
  it('takes nothing from anybody, and leaves nothing of its groups that it was asked for, or is refused', () => {
    let done = 0
    fc.assert(
      fc.property(
        fc.array(anySeries, { minLength: 1, maxLength: 8 }),
        anyFacts,
        nameOf([null, ...days]),
        (shapes, facts, from) => {
          const series = shapes.map((shape, id) => ({ ...shape, id }))
          const before = ownersOf(series, facts)
          const free = series.filter((one, index) => one.tagTeam === null && before[index]?.at(-1) === null)
          const refs = free.map(({ service, apiKey, route }) => ({
            lane: 'no_owner' as const,
            key: { source: 'gateway', service, api_key: apiKey, route },
          }))
          if (refs.length === 0) return
          try {
            const planned = planDecisions(refs, { target: 'owner', from }, { series, facts })
            const rules = planned.map(
              ({ conditions, ...span }, index): RuleFact => ({
                ...{ id: String(index), name: 'decided', kind: 'decision', conditions, from: span.from, to: span.to },
                target: { kind: 'team', id: 'search' },
              }),
            )
            const after = ownersOf(series, { ...facts, rules: [...rules, ...facts.rules] })
            for (const [index, owners] of before.entries()) {
              expect(after[index]?.filter((_, day) => owners[day] !== null)).toEqual(owners.filter((owner) => owner !== null))
            }
            for (const { id } of free) expect(after[id]?.at(-1)).toBe('search')
            done += 1
          } catch (error) {
            if (!(error instanceof AppError)) throw error
            expect(error.message).toContain('already, and nothing that calls state tells them apart')
          }
        },
      ),
    )
    expect(done).toBeGreaterThan(20)
  })
})
