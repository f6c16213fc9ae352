import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { ownerFields } from '@/lib/attribution/contract/contract-fields'
import { defaultContract, type IngestContract } from '@/lib/attribution/contract/ingest-contract'
import { combineOwnerAttributes, readOwnerAttributes, toCanonicalOwner } from './read-owner-attributes'

const contract: IngestContract = { ...defaultContract, labels: [null, 'customer_tier'] }
const read = (values: Record<string, unknown>) => readOwnerAttributes(values, contract)
const record = (values: Record<string, unknown>) => toCanonicalOwner(read(values))

describe('attributes', () => {
  test.each([
    'cost_center',
    'CostCenter',
    'costcenter',
    'cost-center',
    'cost.center',
    'COST CENTER',
    'metadata.cost_center',
    'x-cost-center',
  ])('name a cost centre as %s', (name) => {
    expect(read({ [name]: 'CC-1' }).fields.cost_center).toMatchObject({ value: 'CC-1', from: name, isFromUserString: false })
  })

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    [
      'resource attributes',
      { 'service.name': 'web', 'deployment.environment.name': 'prod' },
      { service: 'web', environment: 'prod' },
    ],
    ['associations of OpenLLMetry', { 'traceloop.association.properties.team_id': 'growth' }, { team_id: 'growth' }],
    ['telemetry of the Vercel SDK', { 'ai.telemetry.metadata.projectId': 'signup' }, { project_id: 'signup' }],
    ['numbers and booleans', { cost_center: 4711, feature: true }, { cost_center: '4711', feature: 'true' }],
    ['a declared label', { 'metadata.customer_tier': 'gold', workload: 'batch' }, { labels: { customer_tier: 'gold' } }],
    ['people, for the normaliser to drop', { 'enduser.id': 'alice', tenant: 'acme' }, { user_id: 'alice', tenant_id: 'acme' }],
    ['nothing where nothing is stated', { team: '', project: null, service: ' ', env: {}, feature: [] }, {}],
    ['nothing of names that are none', { teams: 'a', __proto__: 'b', constructor: 'c', toString: 'd' }, {}],
    ['nothing that could not be kept', { team: 'x'.repeat(257), service: 'a\0b', project: Number.NaN }, {}],
  ])('say: %s', (_what, values, expected) => {
    expect(record(values)).toEqual(expected)
  })

  it('are alternatives: the first of the alias list that is present wins, whatever their order', () => {
    expect(record({ team: 'second', team_id: 'first' })).toEqual({ team_id: 'first' })
    expect(record({ team: 'second', team_id: '' })).toEqual({ team_id: 'second' })
  })

  it('of one name in two spellings count as the one that came first', () => {
    const values = [
      { name: 'TeamId', value: 'first' },
      { name: 'team_id', value: 'second' },
    ]
    expect(readOwnerAttributes(values, contract).fields.team_id).toMatchObject({ value: 'first', from: 'TeamId' })
  })

  it('in a user string fill only what no attribute states', () => {
    const found = read({ user: 'team:growth|env:prod', team: 'stated' })
    expect(found.fields.team_id).toMatchObject({ value: 'stated', isFromUserString: false })
    expect(found.fields.environment).toMatchObject({ value: 'prod', from: 'user', isFromUserString: true })
    expect(found.fields.user_id).toBeUndefined()
  })

  it('may stand in a later place of the user than the user', () => {
    const found = record({ user: 'alice', safety_identifier: 'team:growth', 'metadata.user_id': 'bob' })
    expect(found).toEqual({ user_id: 'alice', team_id: 'growth' })
  })

  it('tell of a user string that nobody can read', () => {
    expect(read({ user: 'team:growth|colour:blue' }).hasUnparsedUser).toBe(true)
    expect(read({ user: 'alice' }).hasUnparsedUser).toBe(false)
  })

  it('put together are those of the first level that states them', () => {
    const together = combineOwnerAttributes(
      read({ team: 'trusted' }),
      read({ team: 'tag', env: 'prod' }),
      read({ env: 'dev', user: 'colour:blue' }),
    )
    expect(toCanonicalOwner(together)).toEqual({ team_id: 'trusted', environment: 'prod', user_id: 'colour:blue' })
    expect(together.hasUnparsedUser).toBe(true)
    expect(combineOwnerAttributes()).toEqual({ fields: {}, labels: {}, hasUnparsedUser: false })
  })
})

describe('whatever is among them', () => {
  const name = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('team', 'User', 'metadata.user_id', 'service.name', '__proto__', '', '.'),
  )
  const values = fc.array(fc.record({ name, value: fc.anything() }), { maxLength: 20 })

  it('is read without a throw, and every value found was stated', () => {
    fc.assert(
      fc.property(values, (list) => {
        const found = readOwnerAttributes(list, contract)
        for (const field of ownerFields) {
          const attribute = found.fields[field]
          if (!attribute) continue
          expect(list.some((one) => one.name === attribute.from && String(one.value).includes(attribute.value))).toBe(true)
          expect(attribute.value.length).toBeLessThanOrEqual(256)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('does not change by case and separators of the names', () => {
    const spelling = fc.constantFrom<[string, string][]>(
      ['cost_center', 'CostCenter'],
      ['project_id', 'project-id'],
      ['env', 'ENV'],
    )
    fc.assert(
      fc.property(spelling, fc.stringMatching(/^[a-z0-9-]{1,30}$/), ([one, other], value) => {
        expect(record({ [one]: value })).toEqual(record({ [other]: value }))
      }),
    )
  })
})
