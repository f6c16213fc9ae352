import { describe, expect, it } from 'vitest'
import { explainMatch } from './explain-match'
import { loadListPrices } from './load-list-prices'
import { buildNameIndex, matchModel } from './match-model'

const document = loadListPrices()
const index = buildNameIndex(document)

describe('explainMatch', () => {
  it.each([
    ['openai', 'GPT-5.4 ', 'gpt-5.4', { kind: 'name', pattern: 'gpt-5.4' }],
    ['openai', 'gpt-5-4', 'gpt-5.4', { kind: 'exact', pattern: 'gpt-5-4' }],
    ['openai', 'openai/gpt-5-4', 'gpt-5.4', { kind: 'exact', pattern: 'gpt-5-4' }],
    ['anthropic', 'claude-sonnet-5-20260601', 'claude-sonnet-5', { kind: 'family', pattern: 'claude-sonnet-5' }],
    [null, 'openai/gpt-5.4', 'gpt-5.4', { kind: 'name', pattern: 'gpt-5.4' }],
  ])('%s sends %s', (provider, name, model, rule) => {
    const found = explainMatch(index, provider, name)
    expect(found?.match.model).toBe(model)
    expect(found?.rule).toEqual(rule)
  })

  it('has nothing to say of what means no model', () => {
    expect(explainMatch(index, 'openai', 'gpt-99')).toBeNull()
    expect(explainMatch(index, 'nobody', 'gpt-5.4')).toBeNull()
  })

  it('has a rule for every canonical name and every exact alias of the list prices', () => {
    for (const { provider, models } of document.providers) {
      for (const { model, aliases } of models) {
        for (const name of [model, ...(aliases?.exact ?? [])]) {
          if (matchModel(index, provider, name) !== null) expect(explainMatch(index, provider, name)?.rule, name).not.toBeNull()
        }
      }
    }
  })
})
