import fc from 'fast-check'
import { type Amounts, noAmounts } from '@/lib/finance/statement/amounts'
import { foldLines, writeLines } from '@/lib/finance/statement/fold-lines'
import { dimensionStep, type Leaf, nobody, type Owner, placeSteps, sharedStep } from '@/lib/finance/statement/place'
import type { Statement, StatementView } from '@/lib/finance/statement/schema'

/** Names as people should not write them: formulas, separators, quotes, markup, what no font prints. */
export const nastyTexts = [
  ...['=1+1', '+49 30', '-5', '@SUM(A1)', '\t=cmd', '\r=cmd', '=HYPERLINK("http://a.test";"x")', '＝1+1', '|x', "'quoted"],
  ...[
    'a,b;c',
    'say "so"',
    'line\nbreak',
    '<b>&amp;</b>',
    ']]>',
    '東京',
    'emoji 🦊',
    '\u202etxt.exe',
    'x'.repeat(300),
    '{{7*7}}',
    '',
  ],
]

const nasty = fc.constantFrom(...nastyTexts)
const usd = fc.oneof(fc.bigInt(0n, 10n ** 24n), fc.bigInt(0n, 10n ** 17n), fc.constant(0n))

const amounts: fc.Arbitrary<Amounts> = fc
  .record({
    requests: fc.bigInt(0n, 10n ** 9n),
    success: usd,
    retry: usd,
    failure: usd,
    prior: fc.option(usd),
    unpriced: fc.nat(3),
  })
  .map(({ unpriced, ...given }) => ({
    ...{ ...noAmounts, ...given, list: given.success + given.retry + given.failure, unpriced: BigInt(unpriced) },
    isAtLeast: unpriced > 0,
  }))

const team = (slug: string): Owner => ({ kind: 'team', slug })
const pool: Owner = { kind: 'pool', slug: 'platform' }

const places = fc.record({
  businessUnit: fc.constantFrom(null, 'retail', 'operations'),
  costCenter: fc.constantFrom(null, 'cc-4180', 'cc-4200', '=cc+1'),
  owner: fc.constantFrom(nobody, pool, team('support-ops'), team('search'), team('-5')),
})

const ownLeaves = fc
  .record({ place: places, code: fc.option(fc.oneof(fc.constantFrom('triage-bot', 'atlas'), nasty)), amounts })
  .map(({ place, code, amounts }): Leaf => ({ steps: [...placeSteps(place), dimensionStep('project', code)], amounts }))

/** What a pool gives and a team receives of it: the two cancel out. */
const sharedLeaves = fc.tuple(usd, places).map(([amount, place]): Leaf[] => {
  const receiver = place.owner.kind === 'team' ? place : { ...place, owner: team('support-ops') }
  const giver = { businessUnit: null, costCenter: 'cc-4200', owner: pool }
  return [
    { steps: [...placeSteps(receiver), sharedStep('platform')], amounts: { ...noAmounts, received: amount } },
    { steps: [...placeSteps(giver), sharedStep('platform')], amounts: { ...noAmounts, given: -amount } },
  ]
})

/** Statements of few owners with any amounts, credits among them, and names of all kinds. */
export const randomStatements: fc.Arbitrary<Statement> = fc
  .record({
    own: fc.array(ownLeaves, { maxLength: 12 }),
    shared: fc.array(sharedLeaves, { maxLength: 2 }),
    names: fc.array(nasty, { minLength: 1, maxLength: 5 }),
    version: fc.option(fc.integer({ min: 1, max: 9 })),
  })
  .map(({ own, shared, names, version }) => {
    const leaves = [...own, ...shared.flat()]
    return makeStatement(leaves, { version, nameOf: ({ id }) => names[id.length % names.length] ?? '' })
  })

interface Making {
  readonly version?: number | null
  readonly view?: StatementView
  readonly nameOf?: Parameters<typeof writeLines>[1]['nameOf']
  readonly budgets?: Parameters<typeof writeLines>[1]['budgets']
}

/** A statement of May 2026 with these leaves, added up and posted as the real ones are. */
export function makeStatement(leaves: readonly Leaf[], options: Making = {}): Statement {
  const { version = null, view = 'project', nameOf = ({ code }) => code ?? 'none', budgets = new Map() } = options
  const isPublished = version !== null
  return {
    ...{ month: '2026-05', from: '2026-05-01', to: '2026-06-01', zone: 'Europe/Berlin', as_of: '2026-06-03T06:00:00.000Z', view },
    ...{ state: isPublished ? ('published' as const) : ('draft' as const), version, note: null },
    published_by: isPublished ? '=Ann Author' : null,
    published_at: isPublished ? '2026-06-03T22:30:00.000Z' : null,
    ...{ is_running: false, price_version: 3, exceptions: [], versions: [] },
    ...writeLines(foldLines(leaves), { nameOf, budgets }),
  }
}
