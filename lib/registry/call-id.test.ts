import { describe, expect, it, test } from 'vitest'
import { looksLikeCallId } from './call-id'
import { ownerSlugSchema } from './slug'

describe('the id of a conversation, request or trace', () => {
  test.each([
    '550e8400-e29b-41d4-a716-446655440000',
    '550E8400-E29B-41D4-A716-446655440000',
    '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b',
    'support-550e8400-e29b-41d4-a716-446655440000',
    '550e8400e29b41d4a716446655440000',
    '4bf92f3577b34da6a3ce929d0e0e4736',
    '00f067aa0ba902b7',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    'chatcmpl-9xK2mQ4vT7',
    'req_011CSHoEeqs5C35K2UUqR7Fy',
    'resp_68a1f2c3d4e5f6a7b8c9d0e1',
    'msg_01XFDUDYJgAACzvnptvVoYEL',
    'conv-1234',
    'conversation42',
    'thread_abc123',
    'session-20261121',
    '1234567890123456789',
    'a1b2c3d4e5f6g7h8i9j0k1',
    ' 550e8400-e29b-41d4-a716-446655440000 ',
  ])('%s is one', (name) => expect(looksLikeCallId(name)).toBe(true))

  test.each([
    'support-ops',
    'checkout',
    'CC-1100',
    '4711',
    '6000100200',
    '01-6100-0000-4200',
    'ops.eu_1',
    'ABCDEF',
    'deadbeef',
    'facade',
    'accommodation-service',
    'request-router',
    'session-store',
    'conversation-analytics',
    'thread-summaries',
    'trace-viewer',
    'run-book',
    'gpt-5-migration-2026',
    'team-3f2a91bc',
    'eu-west-1-k8s-gateway-v2',
    'x'.repeat(63),
    'internationalisation-tooling',
    'q3',
    '',
  ])('%j is none', (name) => expect(looksLikeCallId(name)).toBe(false))

  it('is refused as a slug, with the reason', () => {
    const parsed = ownerSlugSchema.safeParse('550e8400-e29b-41d4-a716-446655440000')
    expect(parsed.error?.issues[0]?.message).toContain('a conversation id is for debugging and cannot own spend')
    expect(ownerSlugSchema.safeParse('support-ops').success).toBe(true)
  })
})
