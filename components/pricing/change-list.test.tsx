import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import { describeCounts, groupByKind } from './change-kinds'
import { ChangeList } from './change-list'
import { describeChange, type ShownChange } from './describe-change'

const change = (facts: Partial<ShownChange>): ShownChange => ({
  kind: 'correction',
  provider: 'openai',
  model: 'gpt-5.4',
  tier: null,
  from: null,
  to: null,
  isPast: false,
  summary: 'in one line',
  before: null,
  after: null,
  ...facts,
})

const price = (input: string, over: string) => ({
  rates: [
    { band: 0, meter: 'input', rate: input },
    { band: 0, meter: 'output', rate: '15' },
    { band: 1, meter: 'input', rate: over },
  ],
  bands: [{ over: 272_000, inclusive: false }],
  minimums: [],
})

describe('describeChange', () => {
  it('tells a correction rate by rate, what stays left out', () => {
    const described = describeChange(
      change({ tier: 'batch', from: '2026-10-01T00:00:00Z', before: price('2.5', '5'), after: price('2', '5') }),
    )
    expect(described).toEqual({
      title: 'batch, from Oct 1, 2026',
      facts: [{ label: 'Input', before: '$2.5', after: '$2' }],
    })
  })

  it('tells the bands apart, and a price that ends from one that is free', () => {
    const { facts } = describeChange(change({ kind: 'removed', tier: 'standard', before: price('0', '5'), after: null }))
    expect(facts).toEqual([
      { label: 'Input', before: '$0', after: null },
      { label: 'Input, above 272,000', before: '$5', after: null },
      { label: 'Output', before: '$15', after: null },
    ])
  })

  it('lists the prices of a new model', () => {
    const after = {
      model: 'own',
      prices: [{ tier: 'standard', from: '2026-07-01T00:00:00Z', rates: { output: '0.4', input: '0.1' } }],
    }
    expect(describeChange(change({ kind: 'new_model', after }))).toEqual({
      title: 'New model',
      facts: [{ label: 'standard, from Jul 1, 2026', before: null, after: 'Input 0.1, Output 0.4' }],
    })
  })

  it('says whom a contract term holds for', () => {
    const after = { id: 't', provider: 'anthropic', account: 'eu', kind: 'percentage', value: '12', from: '2026-10-01T00:00:00Z' }
    expect(describeChange(change({ kind: 'term', after })).facts).toEqual([
      { label: 'Term', before: null, after: '12 % off the list: everything of anthropic, account eu, from Oct 1, 2026' },
    ])
  })

  it('says what a name meant and means', () => {
    const described = describeChange(
      change({ kind: 'alias', summary: 'openai: exact "chat" means the model b, not a', before: 'a', after: 'b' }),
    )
    expect(described).toEqual({
      title: 'exact "chat" means the model b, not a',
      facts: [{ label: 'Means', before: 'a', after: 'b' }],
    })
  })

  it('falls back on the summary where the facts have another form', () => {
    expect(describeChange(change({ tier: 'standard', after: { something: 'else' } }))).toEqual({
      title: 'in one line',
      facts: [],
    })
  })
})

describe('the list of changes', () => {
  it('shows before and after, and marks what changes past usage', () => {
    renderInTheme(
      <ChangeList
        changes={[change({ tier: 'standard', before: price('2.5', '5'), after: price('2', '5'), isPast: true })]}
        empty="None."
      />,
    )
    const item = within(screen.getByRole('listitem'))
    expect(item.getByText('$2.5').tagName).toBe('DEL')
    expect(item.getByText('$2').tagName).toBe('INS')
    expect(item.getByText('Bears on past usage')).toBeTruthy()
    expect(item.getByRole('link', { name: 'gpt-5.4' }).getAttribute('href')).toBe('/pricing/openai/gpt-5.4')
  })

  it('does not put thousands of changes on a page at once', async () => {
    const changes = Array.from({ length: 250 }, () => change({}))
    renderInTheme(<ChangeList changes={changes} empty="None." />)
    expect(screen.getAllByRole('listitem')).toHaveLength(100)
    await userEvent.setup().click(screen.getByRole('button', { name: 'Show more (150 left)' }))
    expect(screen.getAllByRole('listitem')).toHaveLength(200)
  })

  it('says so where there are none', () => {
    renderInTheme(<ChangeList changes={[]} empty="This draft changes nothing yet." />)
    expect(screen.getByText('This draft changes nothing yet.')).toBeTruthy()
  })
})

describe('groups and counts', () => {
  it('come in the order in which they are read', () => {
    const groups = groupByKind([change({ kind: 'term' }), change({ kind: 'new_model' }), change({ kind: 'term' })])
    expect(groups.map(({ kind, changes }) => [kind, changes.length])).toEqual([
      ['new_model', 1],
      ['term', 2],
    ])
  })

  it('are said in words', () => {
    expect(describeCounts({ term: 2, new_model: 1 })).toBe('1 new model, 2 contract terms')
    expect(describeCounts({})).toBe('no changes')
  })
})
