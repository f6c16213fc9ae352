import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadModelFacts, type ModelFact } from '@/lib/pricing/model-facts'
import { findSiblings } from './siblings'

const fact = (model: string, family: string | null, released: string | null, more: Partial<ModelFact> = {}): ModelFact => ({
  ...{ provider: 'acme', model, family, line: 'gpt', released, context_tokens: null, max_output_tokens: null },
  ...{ reasoning: null, function_calling: null, structured_output: null, input: ['text', 'pdf'], output: ['text'] },
  ...more,
})
const mini4 = fact('4-mini', 'gpt-mini', '2025-04-14')
const facts = [
  mini4,
  fact('3-mini', 'gpt-mini', '2024-07-18'),
  fact('5-mini', 'gpt-mini', '2026-03-17', { input: ['text', 'image'] }),
  fact('6-mini', 'gpt-mini', '2026-12-01'),
  fact('4', 'gpt', '2025-04-14'),
  fact('5', 'gpt', '2026-03-05'),
  fact('4-nano', 'gpt-nano', '2025-04-14'),
]
const namesOf = (model: ModelFact, all = facts) =>
  findSiblings(model, all, '2026-05-31').map(({ fact: { model: name }, isSameSize, isNewer }) => [name, isSameSize, isNewer])

describe('findSiblings', () => {
  it('finds all of the same line and size, and of each other size the latest, that were out on the day', () => {
    expect(namesOf(mini4)).toEqual([
      ['3-mini', true, false],
      ['5-mini', true, true],
      ['5', false, true],
      ['4-nano', false, false],
    ])
  })

  it.each<[string, ModelFact]>([
    ['another maker', fact('x', 'gpt-mini', '2026-01-01', { provider: 'other' })],
    ['another line', fact('x', 'o-mini', '2026-01-01', { line: 'o' })],
    ['one that does not read what the model reads', fact('x', 'gpt-mini', '2026-01-01', { input: ['audio'] })],
    ['one that writes something else', fact('x', 'gpt-mini', '2026-01-01', { output: ['text', 'image'] })],
    ['one whose date is not known', fact('x', 'gpt-mini', null)],
    ['one that was not out yet', fact('x', 'gpt-mini', '2026-06-01')],
  ])('takes no sibling from %s', (_case, other) => {
    expect(namesOf(mini4, [mini4, other])).toEqual([])
  })

  it('says nothing where the line is not known', () => {
    expect(namesOf({ ...mini4, line: null })).toEqual([])
    expect(findSiblings(fact('x', null, '2025-01-01'), facts, '2026-05-31').some(({ isSameSize }) => isSameSize)).toBe(false)
  })

  it('never names a model as its own sibling, nor one twice, among the models that ship', () => {
    const shipped = loadModelFacts()
    fc.assert(
      fc.property(fc.constantFrom(...shipped), (model) => {
        const siblings = findSiblings(model, shipped, '2026-11-21').map((sibling) => sibling.fact)
        expect(siblings).not.toContain(model)
        expect(new Set(siblings).size).toBe(siblings.length)
        expect(siblings.every(({ provider, line }) => provider === model.provider && line === model.line)).toBe(true)
      }),
    )
  })
})
