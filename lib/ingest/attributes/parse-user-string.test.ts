import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { defaultContract, type IngestContract } from '@/lib/attribution/contract/ingest-contract'
import { parseUserString } from './parse-user-string'

const contract: IngestContract = { ...defaultContract, labels: ['customer_tier'] }
const parse = (text: string, changes: Partial<IngestContract['userString']> = {}) =>
  parseUserString(text, { ...contract, userString: { ...contract.userString, ...changes } })

describe('a user string', () => {
  test.each<[string, string, object]>([
    ['pairs', 'team:growth|feature:onboarding|env:prod', { team_id: 'growth', feature: 'onboarding', environment: 'prod' }],
    ['commas and equals signs', 'team=growth, project=signup', { team_id: 'growth', project_id: 'signup' }],
    ['semicolons', 'service:web;cost_center:CC-1', { service: 'web', cost_center: 'CC-1' }],
    ['signs of both kinds', 'team:growth|env=prod', { team_id: 'growth', environment: 'prod' }],
    [
      'keys in any case and with any separators',
      'TEAM:a|Cost-Center:b|Project ID:c',
      { team_id: 'a', cost_center: 'b', project_id: 'c' },
    ],
    ['a value that holds the sign itself', 'team:growth:eu', { team_id: 'growth:eu' }],
    ['blanks around everything', '  team : growth  |  env : prod ', { team_id: 'growth', environment: 'prod' }],
    ['one pair alone', 'team:growth', { team_id: 'growth' }],
    ['a pair that states nothing', 'team:|env:prod', { environment: 'prod' }],
    ['the same said twice', 'team:a|team:a', { team_id: 'a' }],
  ])('becomes dimensions: %s', (_what, text, fields) => {
    expect(parse(text)).toMatchObject({ fields, userId: null, tenantId: null, isUnparsed: false })
    expect(Object.keys(parse(text).fields).sort()).toEqual(Object.keys(fields).sort())
  })

  it('states declared labels and no others', () => {
    expect(parse('team:a|customer_tier:gold')).toMatchObject({ labels: { customer_tier: 'gold' }, isUnparsed: false })
    expect(parse('team:a|workload:batch')).toMatchObject({ labels: {}, isUnparsed: true })
  })

  test.each([
    'alice',
    'u-4711',
    'auth0|64f1c0ffee',
    'alice@shop.example',
    'https://idp.example/users/4711',
    '2026-01-01 12:30',
    '{"device_id":"a","account_uuid":"b"}',
    'user_2f1a_account__session_9c',
    ':nothing',
    '=',
  ])('without any pair is the id of an end user: %s', (text) => {
    expect(parse(text)).toEqual({ userId: text, tenantId: null, fields: {}, labels: {}, isUnparsed: false, kept: null })
  })

  it('with known and unknown keys gives up the known ones and says so', () => {
    expect(parse('team:growth|colour:blue')).toMatchObject({ fields: { team_id: 'growth' }, isUnparsed: true, userId: null })
  })

  it('of unknown keys alone is an id, and a finding', () => {
    expect(parse('arn:aws:iam::1:user/alice')).toMatchObject({
      userId: 'arn:aws:iam::1:user/alice',
      fields: {},
      isUnparsed: true,
    })
  })

  it('that says two things of one field keeps the first', () => {
    expect(parse('team:a|team:b')).toMatchObject({ fields: { team_id: 'a' }, isUnparsed: true })
  })

  it('may name the user and the tenant beside owners, who are not among what is kept', () => {
    expect(parse('team:growth|user:alice|tenant:acme|env:prod')).toMatchObject({
      userId: 'alice',
      tenantId: 'acme',
      kept: 'team:growth|env:prod',
    })
    expect(parse('team:growth|alice')).toMatchObject({ userId: 'alice', kept: 'team:growth', isUnparsed: false })
  })

  it('is an id where user strings are not read', () => {
    expect(parse('team:growth', { isParsed: false })).toMatchObject({ userId: 'team:growth', fields: {} })
  })

  it('is read by the separators and keys of the contract', () => {
    const changes = {
      pairSeparators: '/',
      keySeparators: '~',
      keyAliases: { ...contract.userString.keyAliases, team_id: ['squad'] },
    }
    expect(parse('squad~growth/env~prod', changes)).toMatchObject({ fields: { team_id: 'growth', environment: 'prod' } })
    expect(parse('team:growth', changes)).toMatchObject({ userId: 'team:growth', fields: {} })
  })

  it('of any length is read, or left alone, without a value beyond the limit', () => {
    expect(parse(`team:${'x'.repeat(300)}`)).toMatchObject({ fields: {}, isUnparsed: true, userId: null })
    const endless = `${'team:a|'.repeat(100_000)}`
    expect(parse(endless)).toMatchObject({ userId: endless, fields: {} })
  })
})

describe('whatever stands in the place of a user', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('team', 'env', 'user', 'tenant', 'colour', ':', '=', '|', ',', ';', ' ', '__proto__', 'constructor'),
  )
  const anyText = fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(''))

  it('is read without a throw, to the same answer each time, and no value is made up', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const said = parse(text)
        expect(parse(text)).toEqual(said)
        for (const value of [...Object.values(said.fields), ...Object.values(said.labels)]) {
          expect(text).toContain(value)
          expect(value.length).toBeLessThanOrEqual(256)
          expect(value).not.toBe('')
        }
        if (said.userId !== null) expect(text).toContain(said.userId)
      }),
      { numRuns: 500 },
    )
  })

  it('means the same when only what is kept of it is read again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const said = parse(text)
        if (said.kept === null) return
        const again = parse(said.kept)
        expect(again).toMatchObject({ fields: said.fields, labels: said.labels, userId: null, tenantId: null })
      }),
      { numRuns: 500 },
    )
  })

  it('comes back as what was written into it', () => {
    const slug = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/)
    const parts = fc.record({ team: slug, feature: slug, env: slug }, { requiredKeys: ['team'] })
    fc.assert(
      fc.property(parts, fc.constantFrom('|', ',', ';'), fc.constantFrom(':', '='), (stated, between, within) => {
        const text = Object.entries(stated)
          .map(([key, value]) => `${key}${within}${value}`)
          .join(between)
        const { team_id: team, feature, environment: env } = parse(text).fields
        expect(JSON.parse(JSON.stringify({ team, feature, env }))).toEqual(JSON.parse(JSON.stringify(stated)))
      }),
    )
  })
})
