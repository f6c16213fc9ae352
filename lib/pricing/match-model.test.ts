import { describe, expect, test } from 'vitest'
import { buildNameIndex, matchModel } from './match-model'
import { exampleDocument } from './testing/example-book'

const index = buildNameIndex(exampleDocument)

/** `list/model`, or null. */
function find(provider: string | null | undefined, model: string): string | null {
  const match = matchModel(index, provider, model)
  return match && `${match.listedUnder}/${match.model}`
}

describe('which provider', () => {
  test.each([
    ['acme', 'plain', 'acme/plain'],
    [' ACME ', ' Plain ', 'acme/plain'],
    ['acme.chat', 'plain', 'acme/plain'],
    ['nobody', 'plain', null],
    ['nobody', 'acme/plain', null],
    [null, 'plain', null],
    [undefined, 'acme/plain', 'acme/plain'],
    ['', 'acme.chat/plain', 'acme/plain'],
    ['litellm', 'acme/plain', 'acme/plain'],
    ['LiteLLM', 'ACME/Plain', 'acme/plain'],
    ['litellm', 'plain', null],
    ['litellm', 'litellm/acme/plain', null],
    ['litellm', 'nobody/plain', null],
    [null, 'acme/acme/plain', 'acme/plain'],
    [null, '/plain', null],
    [null, '', null],
    ['acme', '', null],
  ])('%s with %s', (provider, model, expected) => {
    expect(find(provider, model)).toBe(expected)
  })
})

describe('a provider in front of the model', () => {
  test.each([
    ['acme', 'acme/plain', 'acme/plain'],
    ['acme', 'acme.chat/acme/plain', 'acme/plain'],
    ['acme', 'makers/plain', null],
    ['makers', 'other/slashed', 'makers/other/slashed'],
    ['makers', 'makers/other/slashed', 'makers/other/slashed'],
    ['makers', 'acme/plain', 'acme/plain'],
  ])('%s with %s', (provider, model, expected) => {
    expect(find(provider, model)).toBe(expected)
  })
})

describe('kinds of name, best first', () => {
  test.each([
    ['the canonical name', 'one', 'one'],
    ['an exact alias', 'uno', 'one'],
    ['an exact alias before a regular expression', 'shared-exact', 'one'],
    ['a canonical name before a family', 'one-latest', 'one-latest'],
    ['a family with a date', 'one-20260101', 'one'],
    ['a family with a date and a revision', 'one-20260101-v1:0', 'one'],
    ['a family with nothing after it but a revision', 'one:0', 'one'],
    ['the longest family', 'one-mini-20260101', 'one-mini'],
    ['a family is not a prefix', 'one-max', null],
    ['nor is half a version', 'one-2026', null],
    ['a regular expression is searched for anywhere', 'abc-x12-z', 'patterned'],
    ['a regular expression before a family', 'one-x1', 'patterned'],
    ['a prefix', 'start-42', 'starts'],
    ['the longest prefix', 'start-long-42', 'starts-long'],
    ['a suffix', 'any-end', 'ends'],
    ['a prefix before a suffix', 'start-end', 'starts'],
    ['a fragment', 'a-mid-b', 'holds'],
    ['the longest fragment', 'a-middle-b', 'holds-long'],
    ['a suffix before a fragment', 'a-middle-end', 'ends'],
    ['a name that nothing covers', 'two', null],
  ])('%s', (_name, model, expected) => {
    expect(find('makers', model)).toBe(expected && `makers/${expected}`)
  })
})

describe('fallback providers', () => {
  test.each([
    ['makers', 'plain', 'acme/plain'],
    ['google', 'one-20260101', 'makers/one'],
    ['google', 'plain', 'acme/plain'],
    ['google', 'unknown', null],
    ['acme', 'one', null],
  ])('%s with %s', (provider, model, expected) => {
    expect(find(provider, model)).toBe(expected)
  })

  test('the provider that bills stays the one that the event names', () => {
    expect(matchModel(index, 'vertex_ai', 'plain')).toEqual({ provider: 'google', listedUnder: 'acme', model: 'plain' })
  })
})

describe('Bedrock names', () => {
  const regional = 'aws/regional.anthropic.claude-x-v1:0'
  const global = 'aws/global.anthropic.claude-x-v1:0'
  test.each([
    ['global.anthropic.claude-x-v1:0', global],
    ['global.anthropic.claude-x-20260101-v1:0', global],
    ['eu.anthropic.claude-x-v2:0', regional],
    ['us.anthropic.claude-x-v1:0', regional],
    ['us-gov.anthropic.claude-x-v1:0', regional],
    ['anthropic.claude-x-v1:0', regional],
    ['claude-x', regional],
    ['bedrock/us.anthropic.claude-x-v1:0', regional],
    ['mars.anthropic.claude-x-v1:0', null],
    ['us.meta.llama-v1:0', 'aws/meta.llama-v1:0'],
    ['meta.llama-v1:0', 'aws/meta.llama-v1:0'],
    ['llama-v1:0', null],
    ['arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-x-v1:0', regional],
    ['arn:aws:bedrock:us-east-1:123456789012:inference-profile/global.anthropic.claude-x-v1:0', global],
    ['arn:aws:bedrock:us-east-1::foundation-model/meta.llama-v1:0', 'aws/meta.llama-v1:0'],
    ['arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/claude-x', null],
    ['arn:aws:bedrock:us-east-1:123456789012:provisioned-model/claude-x', null],
  ])('%s', (model, expected) => {
    expect(find('bedrock', model)).toBe(expected)
  })
})

describe('Google names', () => {
  test.each([
    ['gem', 'google/gem'],
    ['models/gem', 'google/gem'],
    ['publishers/google/models/gem', 'google/gem'],
    ['projects/p/locations/l/publishers/google/models/gem', 'google/gem'],
    ['google/models/gem', 'google/gem'],
    ['a/models/b/models/gem', 'google/gem'],
    ['publishers/makers/models/one', 'makers/one'],
    ['tunedmodels/gem', null],
  ])('%s', (model, expected) => {
    expect(find('vertex_ai', model)).toBe(expected)
  })
})
