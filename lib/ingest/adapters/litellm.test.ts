import { describe, expect, it } from 'vitest'
import { listFindings } from '../findings'
import { countsOf, readAs, readOne } from './testing/read-as'
import { samples } from './testing/samples'

const [make = () => ({})] = samples.litellm ?? []
const callback = (changes: Record<string, unknown> = {}) => ({ ...JSON.parse(JSON.stringify(make('a question'))), ...changes })
const withMetadata = (metadata: Record<string, unknown>, changes = {}) => {
  const record = callback(changes)
  return { ...record, metadata: { ...record.metadata, ...metadata } }
}
const reasonsOf = (record: unknown) => {
  const { records } = readAs('litellm', [record])
  return records.flatMap((one) => (one.ok ? ['accepted'] : one.errors.map(({ path, message }) => `${path} ${message}`)))
}

describe('LiteLLM callback', () => {
  it('takes the team of the key before whatever the caller claims, and the caller’s tags where the gateway knows nothing', () => {
    const { event } = readOne('litellm', callback())
    expect(event.dimensions).toMatchObject({
      tagTeam: 'support-ops',
      tagBasis: 'metadata',
      costCenter: 'CC-4180',
      service: 'triage',
      feature: 'summarise',
      environment: 'production',
      route: 'fast-chat',
    })
    const unowned = withMetadata({ user_api_key_team_id: null, user_api_key_team_alias: null })
    expect(readOne('litellm', unowned).event.dimensions).toMatchObject({ tagTeam: 'somebody-else', tagBasis: 'tag' })
  })

  it('reads a user string as the last resort, and says that it was one', () => {
    const record = withMetadata(
      { user_api_key_team_id: null, user_api_key_team_alias: null, requester_metadata: null },
      { end_user: 'team:growth|feature:onboarding' },
    )
    expect(readOne('litellm', record).event.dimensions).toMatchObject({ tagTeam: 'growth', tagBasis: 'user' })
  })

  it.each([
    ['a slug for an alias', { user_api_key_team_alias: 'search', user_api_key_team_id: 'b0c1' }, 'search'],
    [
      'a slug for an id beside a display name',
      { user_api_key_team_alias: 'Search Team', user_api_key_team_id: 'search' },
      'search',
    ],
    [
      'a display name beside a UUID',
      { user_api_key_team_alias: 'Search Team', user_api_key_team_id: '5e8d1460-846c-45d7-9b43-55f3cc52ac32' },
      'Search Team',
    ],
    [
      'an id alone',
      { user_api_key_team_alias: null, user_api_key_team_id: '5e8d1460-846c-45d7-9b43-55f3cc52ac32' },
      '5e8d1460-846c-45d7-9b43-55f3cc52ac32',
    ],
  ])('takes %s', (_what, metadata, team) => {
    expect(readOne('litellm', withMetadata(metadata)).event.dimensions.tagTeam).toBe(team)
  })

  it.each([
    ['epoch seconds', 1_781_515_800.25, '2026-06-15T09:30:00.250Z'],
    ['a naive time, which is UTC', '2026-06-15 09:30:00.250000', '2026-06-15T09:30:00.250Z'],
    ['RFC 3339', '2026-06-15T11:30:00.25+02:00', '2026-06-15T09:30:00.250Z'],
    ['epoch nanoseconds in quotes', '1781515800250000000', '2026-06-15T09:30:00.250Z'],
  ])('reads %s', (_what, startTime, expected) => {
    expect(new Date(readOne('litellm', callback({ startTime })).event.occurredAtMs).toISOString()).toBe(expected)
  })

  it('refuses a call that never began, instead of taking the time of arrival', () => {
    expect(reasonsOf(callback({ startTime: 0 }))).toEqual([expect.stringContaining('startTime is 0')])
    expect(reasonsOf(callback({ startTime: undefined }))).toEqual([expect.stringContaining('timestamp is required')])
  })

  it('refuses what an old version made text of', () => {
    const old = Object.fromEntries(Object.entries(callback()).map(([name, value]) => [name, `${value}`]))
    expect(reasonsOf({ ...old, metadata: "{'user_api_key_hash': None}" })).toEqual([expect.stringContaining('update LiteLLM')])
    expect(readAs('litellm', "{'id': 'x', 'cache_hit': None}").refused[0]?.errors[0]?.message).toContain('the way Python shows')
  })

  it('reads a failure as a failed call whose zeros are no counts', () => {
    const failure = callback({
      status: 'failure',
      prompt_tokens: 0,
      completion_tokens: 0,
      total_tokens: 0,
      response: null,
      response_cost: 0,
      metadata: {},
      error_information: { error_code: '429', error_class: 'RateLimitError' },
    })
    const { event } = readOne('litellm', failure)
    expect(event).toMatchObject({ statusCode: 429, errorType: 'RateLimitError', reportedCost: null })
    expect(event.dimensions).toMatchObject({ outcome: 'error', missingTokens: false })
    const timeout = readOne('litellm', { ...failure, error_information: { error_code: '', error_class: 'Timeout' } })
    expect(timeout.event.dimensions).toMatchObject({ outcome: 'error', missingTokens: true })
  })

  it('keeps the tokens of a cache hit, which costs nothing, and its own id', () => {
    const hit = readOne(
      'litellm',
      callback({ cache_hit: true, response_cost: 0, id: 'chatcmpl-Lite7fQm2Zx9Rt4Lw8Kp3aa_cache_hit1781515800' }),
    )
    expect(hit.event.dimensions.outcome).toBe('cache_hit')
    expect(countsOf(hit)).toMatchObject({ input_tokens: 1_820, output_tokens: 410 })
    expect(hit.event.eventKey).not.toBe(readOne('litellm', callback()).event.eventKey)
  })

  it('does not take a cost of 0 for a free call', () => {
    expect(readOne('litellm', callback({ response_cost: 0 })).event.reportedCost).toBeNull()
    expect(readOne('litellm', callback({ response_cost: null })).event.reportedCost).toBeNull()
    expect(readOne('litellm', JSON.stringify(callback()).replace('0.000474', '0.000225000000000123')).event.reportedCost).toBe(
      225_000_000_000_123n,
    )
  })

  it('adds a cache that was counted beside the prompt, and refuses one that cannot have been', () => {
    const usage = { prompt_tokens: 3, completion_tokens: 44, cache_read_input_tokens: 9_511, cache_creation_input_tokens: 1_956 }
    const old = { prompt_tokens: 3, completion_tokens: 44, total_tokens: 47, response: null }
    const added = readOne(
      'litellm',
      withMetadata({ usage_object: usage }, { ...old, custom_llm_provider: 'anthropic', model: 'claude-sonnet-4-5' }),
    )
    expect(countsOf(added)).toMatchObject({ input_tokens: 11_470, cached_input_tokens: 9_511, cache_write_5m_tokens: 1_956 })
    expect(listFindings(added.findings)).toContain('total_mismatch')
    expect(reasonsOf(withMetadata({ usage_object: usage }, old))).toEqual([expect.stringContaining('invalid_usage')])
  })

  it('flags tokens that show only in the total', () => {
    const { findings } = readOne('litellm', callback({ total_tokens: 2_500 }))
    expect(listFindings(findings)).toContain('total_mismatch')
  })

  it.each([
    ['acompletion', 'chat'],
    ['litellm.completion', 'chat'],
    ['atext_completion', 'completion'],
    ['aembedding', 'embeddings'],
    ['aresponses', 'chat'],
    ['atranscription', 'transcription'],
    ['anthropic_messages', 'chat'],
    ['pass_through_endpoint', 'pass_through_endpoint'],
  ])('reads %s as %s', (call_type, operation) => {
    expect(readOne('litellm', callback({ call_type })).event.dimensions.operation).toBe(operation)
  })

  it('passes over daily sums', () => {
    expect(readAs('litellm', [{ group_by_day: '2026-06-01', teams: [] }]).ignored).toHaveLength(1)
  })
})

describe('LiteLLM spend logs', () => {
  const [row = () => ({})] = samples['litellm-spend-logs'] ?? []

  it('are the same call as the callback, with the same hash of the prompt', () => {
    const callbackOne = readOne('litellm', callback({ response: null }))
    const rowOne = readOne('litellm-spend-logs', row('a question'))
    expect(rowOne.event.eventKey).toBe(callbackOne.event.eventKey)
    expect(rowOne.event.promptHash).toBe(callbackOne.event.promptHash)
    expect(rowOne.event.dimensions).toMatchObject({
      tagTeam: 'support-ops',
      tagBasis: 'metadata',
      feature: 'summarise',
      outcome: 'success',
    })
    expect(countsOf(rowOne)).toEqual(countsOf(callbackOne))
  })
})
