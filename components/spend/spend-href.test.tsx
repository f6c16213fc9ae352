import { createLoader } from 'nuqs/server'
import { describe, expect, it } from 'vitest'
import { filterSearchParams, spendSearchParams } from '@/lib/reports/spend/search-params'
import { only, spendHref } from './spend-href'

const read = createLoader({ ...spendSearchParams, ...filterSearchParams([]) })
const period = { from: '2026-05-01', to: '2026-05-16' }
const readHref = (href: string) => read(new URL(href, 'http://localhost').searchParams)

describe('the address of the rows behind a figure', () => {
  it('is read by the Spend page as it was meant', () => {
    const href = spendHref({ period, groupBy: ['provider', 'model'], order: '-unpriced_requests', compare: 'last_month' })
    expect(href.startsWith('/spend?')).toBe(true)
    expect(readHref(href)).toMatchObject({
      ...{ from: '2026-05-01', to: '2026-05-16', group_by: ['provider', 'model'] },
      ...{ order: '-unpriced_requests', compare: 'last_month', team: null },
    })
  })

  it('names what nobody owns', () => {
    expect(spendHref({ period, groupBy: ['unowned_reason'], filters: { team: only(null) } })).toContain('team=~none')
  })

  it('keeps a value with a comma, an ampersand or a percent sign whole', () => {
    const value = 'a,b & 100%'
    expect(readHref(spendHref({ period, groupBy: ['model'], filters: { source: only(value) } })).source).toEqual([value])
  })
})
