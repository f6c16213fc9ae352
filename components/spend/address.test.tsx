import { createLoader } from 'nuqs/server'
import { describe, expect, it } from 'vitest'
import { readQuestion, spendAddress } from './address'
import { rowHref, seriesHref } from './drill'
import { requestsHref, spendHref } from './spend-href'
import { spendRow } from './test-reports'

const load = createLoader(spendAddress([]))
const read = (search: string) => readQuestion(load(new URLSearchParams(search)), '2026-11-21')
describe('the address of Spend', () => {
  it('means the month so far by team, against the days before, where it says nothing', () => {
    expect(read('')).toMatchObject({
      grain: 'day',
      table: { from: '2026-11-01', to: '2026-11-22', groupBy: ['team'], filters: {}, compare: 'previous', cursor: null },
    })
  })

  it('comes back as the same question after it was written, with commas and nobody in its filters', () => {
    const from = '2026-10-01'
    const to = '2026-11-01'
    const href = spendHref({
      period: { from, to },
      filters: { team: ['~none', 'a,b'] },
      groupBy: ['model', 'environment'],
      compare: 'none',
      grain: 'month',
    })
    const { table, grain } = read(href.split('?')[1] ?? '')
    expect(grain).toBe('month')
    expect(table).toMatchObject({
      from,
      to,
      groupBy: ['model', 'environment'],
      filters: { team: ['~none', 'a,b'] },
      compare: null,
    })
  })

  it.each([
    ['a period that ends before it begins', 'from=2026-11-05&to=2026-11-01'],
    ['half a period', 'from=2026-11-05'],
    ['a period beyond what is kept', 'from=2001-01-01&to=2026-11-01'],
    ['a day that does not exist', 'from=2026-02-30&to=2026-03-01'],
  ])('falls back to the month so far for %s', (_case, search) => {
    expect(read(search).table).toMatchObject({ from: '2026-11-01', to: '2026-11-22' })
  })

  it('leaves out what cannot be asked and keeps the rest', () => {
    const tooLong = 'x'.repeat(400)
    const { table, grain } = read(
      `group_by=hour,team,nonsense,model&order=-nonsense&model=${tooLong}&team=search&day=yesterday&grain=hour&hour=2026-11-01T00:00:00Z`,
    )
    expect(table.groupBy).toEqual(['team', 'model'])
    expect(table.filters).toEqual({ team: ['search'] })
    expect(table.order).toEqual([{ by: 'cost_usd', isDescending: true }])
    expect(grain).toBe('day')
  })
})

describe('the way to the next finer view', () => {
  const at = '/spend?from=2026-11-01&to=2026-11-22'
  const rowOf = (search: string, row: Record<string, string | null>) => {
    const href = rowHref(read(search).table, spendRow(row))
    const [path, query = ''] = href.split('?')
    return { path, ...read(query).table }
  }

  it('leads from cost centre to team to service to model to the requests, keeping every filter', () => {
    const team = rowOf('group_by=cost_center&environment=prod', { cost_center: 'CC-1' })
    expect(team).toMatchObject({ path: '/spend', groupBy: ['team'], filters: { environment: ['prod'], cost_center: ['CC-1'] } })
    expect(rowOf('group_by=team', { team: 'search' })).toMatchObject({ groupBy: ['service'], filters: { team: ['search'] } })
    expect(rowOf('group_by=service', { service: 'api' })).toMatchObject({ groupBy: ['model'], filters: { service: ['api'] } })
    expect(rowOf('group_by=model&team=search', { model: 'gpt-5.4' })).toMatchObject({
      path: '/spend/requests',
      filters: { team: ['search'], model: ['gpt-5.4'] },
    })
  })

  it('asks for nobody where a row has no value, and passes over what is settled', () => {
    const next = rowOf('group_by=team&service=api', { team: null })
    expect(next).toMatchObject({ groupBy: ['model'], filters: { team: ['~none'], service: ['api'] } })
  })

  it('narrows the period by a day and never widens it by a month', () => {
    expect(rowOf('group_by=day', { day: '2026-11-03' })).toMatchObject({ from: '2026-11-03', to: '2026-11-04', filters: {} })
    const month = rowOf('group_by=month&from=2026-10-20&to=2026-11-05', { month: '2026-10' })
    expect(month).toMatchObject({ from: '2026-10-20', to: '2026-11-01', groupBy: ['team'] })
  })

  it('leads from a colour of the chart as from a row', () => {
    const { table } = read('group_by=team,model')
    expect(seriesHref(table, 'team', 'search')).toBe(`${at.replace('?', '?team=search&')}&group_by=service`)
    expect(requestsHref(table)).toBe('/spend/requests?from=2026-11-01&to=2026-11-22')
  })
})
