import { describe, expect, it, test } from 'vitest'
import { parseDecimal } from '@/lib/money/decimal'
import { describeMovement } from './describe-movement'
import type { MovementCell } from './explain-model'
import { explainMovement, type MovementMonth, type TeamUsage } from './explain-movement'
import { findMovementPeriods } from './movement-periods'
import { toReport } from './to-report'

const usd = parseDecimal
const cell = (meter: MovementCell['meter'], quantity: bigint, cost: string, terms = ''): MovementCell => ({
  ...{ meter, quantity, terms },
  cost: usd(cost),
})
const used = (team: string, model: string, requests: bigint, ...cells: MovementCell[]): TeamUsage => ({
  team,
  model,
  requests,
  cells,
})
const month = (usage: readonly TeamUsage[], more: Partial<MovementMonth> = {}): MovementMonth => ({
  ...{ usage, received: new Map(), kept: new Map(), unattributed: 0n },
  ...more,
})
const found = findMovementPeriods({ month: '2026-10', against: null }, '2026-11-21')
if (!found.ok) throw new Error('October is over')
const { periods } = found

function say(prior: MovementMonth, current: MovementMonth, stated: { prior: string; current: string } | null = null): string {
  const totals = stated && { prior: usd(stated.prior), current: usd(stated.current) }
  const report = toReport(explainMovement(prior, current, totals), {
    ...{ periods, zone: 'UTC', asOf: '2026-11-21T00:00:00.000Z' },
    names: {
      team: { search: 'Search & ranking' },
      pool: { platform: 'Platform' },
      cost_center: {},
      business_unit: {},
      product_line: {},
    },
    ...{ basis: stated ? 'invoiced' : 'captured', isWhole: true, hasPrior: prior.usage.length > 0 },
    atLeast: { prior: new Set(), current: new Set() },
  })
  return describeMovement(report)
}

const large = (requests: bigint, cost: string, quantity = requests) =>
  used('search', 'large', requests, cell('input', quantity, cost))
const small = (requests: bigint, cost: string) => used('search', 'small', requests, cell('input', requests, cost))
const other = (cost: string) => used('other', 'large', 10n, cell('input', 10n, cost))

describe('describeMovement', () => {
  test.each<[string, MovementMonth, MovementMonth, string]>([
    [
      'volume',
      month([large(100n, '1000'), other('50')]),
      month([large(150n, '1500'), other('70')]),
      'Search & ranking caused most of the increase of $520.00: it spent $500.00 more, chiefly through more requests (+$500.00), on large.',
    ],
    [
      'fewer requests',
      month([large(150n, '1500'), small(150n, '15')]),
      month([large(100n, '1000'), small(100n, '10')]),
      'Search & ranking caused most of the decrease of $505.00: it spent $505.00 less, chiefly through fewer requests (−$505.00), mostly on large.',
    ],
    [
      'price',
      month([large(100n, '1000')]),
      month([large(100n, '1200.004')]),
      'Search & ranking caused most of the increase of $200.00: it spent $200.00 more, chiefly through higher prices (+$200.00), on large.',
    ],
    [
      'the mix of models',
      month([large(100n, '1000'), small(100n, '100')]),
      month([large(50n, '500'), small(150n, '150')]),
      'Search & ranking caused most of the decrease of $450.00: it spent $450.00 less, chiefly through its mix of models (−$450.00), mostly on large.',
    ],
    [
      'caching',
      month([large(100n, '1000')]),
      month([used('search', 'large', 100n, cell('input', 50n, '500'), cell('cached_input', 50n, '50'))]),
      'Search & ranking caused most of the decrease of $450.00: it spent $450.00 less, chiefly through its use of caching (−$450.00), on large.',
    ],
    [
      'a model that is new, while others saved',
      month([large(100n, '1000'), other('300')]),
      month([large(100n, '1000'), small(9n, '400'), other('100')]),
      'Search & ranking caused more than all of the increase of $200.00: it spent $400.00 more, chiefly through models that it did not use before (+$400.00), mostly on small.',
    ],
    [
      'a team that is new',
      month([other('50')]),
      month([other('50'), large(1n, '9')]),
      'Search & ranking caused most of the increase of $9.00: it spent $9.00 more, all of it new, on large.',
    ],
    [
      'a team that is gone',
      month([other('50'), large(1n, '9')]),
      month([other('50')]),
      'Search & ranking caused most of the decrease of $9.00: it spent $9.00 less, because it is gone.',
    ],
    [
      'a share of pools',
      month([large(100n, '1000')]),
      month([large(100n, '1000')], { received: new Map([['search', usd('12')]]) }),
      'Search & ranking caused most of the increase of $12.00: it spent $12.00 more, chiefly through a larger share of shared pools (+$12.00).',
    ],
    [
      'what a pool keeps',
      month([large(100n, '1000')]),
      month([large(100n, '1000')], { kept: new Map([['platform', usd('12')]]) }),
      'What the shared pool Platform keeps caused most of the increase of $12.00: it keeps $12.00 more.',
    ],
    [
      'what nobody owns, where several moved alike',
      month([large(100n, '1000'), other('50')]),
      month([large(110n, '1100'), other('145')], { unattributed: usd('120') }),
      'Usage that nobody owns contributed most to the increase of $315.00: it cost $120.00 more. Of the teams it was Search & ranking: it spent $100.00 more, chiefly through more requests (+$100.00), on large.',
    ],
    [
      'nothing where teams moved against each other',
      month([large(100n, '1000'), other('50')]),
      month([large(100n, '990'), other('60')]),
      'Recorded spend is the same in both, though teams moved against each other.',
    ],
    ['nothing where nothing moved', month([other('50')]), month([other('50')]), 'Recorded spend is the same in both.'],
    [
      'that there was nothing before',
      month([]),
      month([large(100n, '1000')]),
      'Nothing is recorded to compare with: all of $1,000.00 is new.',
    ],
    ['that there is nothing at all', month([]), month([]), 'No spend is recorded in either of the two.'],
  ])('tells %s', (_what, prior, current, sentence) => {
    expect(say(prior, current)).toBe(sentence)
  })

  it('says first what of two invoices is explained and what is left', () => {
    const words = say(month([large(100n, '1000')]), month([large(540n, '5400')]), { prior: '8200', current: '14600' })
    expect(words).toBe(
      'Between the invoices spend rose by $6,400.00; recorded usage explains +$4,400.00 of it and leaves +$2,000.00. ' +
        'Search & ranking caused most of the increase of $4,400.00: it spent $4,400.00 more, chiefly through more requests (+$4,400.00), on large.',
    )
  })
})

describe('the days that are compared', () => {
  const today = '2026-03-31'
  it.each([
    [
      'the last complete month with the one before',
      null,
      null,
      ['2026-02-01', '2026-03-01'],
      ['2026-01-01', '2026-02-01'],
      false,
    ],
    ['a month over new year', '2026-01', null, ['2026-01-01', '2026-02-01'], ['2025-12-01', '2026-01-01'], false],
    ['a month a year ago', '2026-02', '2025-02', ['2026-02-01', '2026-03-01'], ['2025-02-01', '2025-03-01'], false],
    [
      'a running month with all that a shorter one has',
      '2026-03',
      null,
      ['2026-03-01', '2026-03-31'],
      ['2026-02-01', '2026-03-01'],
      true,
    ],
  ])('are those of %s', (_what, asked, against, current, prior, isRunning) => {
    const answer = findMovementPeriods({ month: asked, against }, today)
    expect(answer).toMatchObject({
      ok: true,
      periods: { current: { from: current[0], to: current[1] }, prior: { from: prior[0], to: prior[1] }, isRunning },
    })
  })

  it('are refused on the first day of a month, before it has a complete one', () => {
    const answer = findMovementPeriods({ month: '2026-04', against: null }, '2026-04-01')
    expect(answer).toMatchObject({ ok: false, path: 'month', message: expect.stringContaining('2026-04-02') })
  })
})
