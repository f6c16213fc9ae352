import { describe, expect, it, test } from 'vitest'
import { defaultContract, type IngestContract } from '@/lib/attribution/contract/ingest-contract'
import { listFindings } from './findings'
import { createNormaliser } from './normalise'
import { redactRecord } from './redact-record'
import { accept, makeRecord, refuse, testOptions } from './testing/records'

const blankOwner = { team_id: undefined, project_id: undefined, service: undefined, feature: undefined, environment: undefined }
const event = (userId: unknown, changes: Record<string, unknown> = {}) => makeRecord({ user_id: userId, ...changes })

describe('a user string in user_id', () => {
  it('becomes dimensions, with the basis user', () => {
    const { event: read, findings } = accept(event('team:growth|feature:onboarding|env:prod|project:signup', blankOwner))
    expect(read.dimensions).toMatchObject({
      ...{ tagTeam: 'growth', tagBasis: 'user', feature: 'onboarding', environment: 'prod', project: 'signup', service: null },
    })
    expect(read.userId).toBeNull()
    expect(listFindings(findings)).toEqual(['missing_service'])
  })

  it('fills only blanks, wherever it stands in the record', () => {
    for (const record of [
      event('team:other|env:prod'),
      { user_id: 'team:other|env:prod', ...makeRecord({ environment: undefined }) },
    ]) {
      const { dimensions } = accept({ ...record, environment: null }).event
      expect(dimensions).toMatchObject({ tagTeam: 'support-ops', tagBasis: 'tag', environment: 'prod' })
    }
  })

  it('never overrules what an adapter says of the team it found', () => {
    const normaliser = createNormaliser(testOptions())
    const read = normaliser.normalise(event('team:other'), { tagBasis: 'metadata' })
    expect(read.ok && read.event.dimensions).toMatchObject({ tagTeam: 'support-ops', tagBasis: 'metadata' })
    const filled = normaliser.normalise(event('team:other', blankOwner), { tagBasis: 'metadata' })
    expect(filled.ok && filled.event.dimensions).toMatchObject({ tagTeam: 'other', tagBasis: 'user' })
  })

  it('fills labels that are declared', () => {
    const contract = { labels: [null, 'customer_tier', 'workload'] }
    const record = event('customer_tier:gold|workload:batch', { labels: { workload: 'interactive' } })
    expect(accept(record, contract).event.dimensions.labels).toEqual([null, 'gold', 'interactive'])
  })

  it('that holds unknown keys is a finding', () => {
    expect(listFindings(accept(event('team:growth|colour:blue')).findings)).toEqual(['unparsed_user'])
    expect(listFindings(accept(event('4711')).findings)).toEqual([])
    const told = createNormaliser(testOptions()).normalise(event(undefined), { hasUnparsedUser: true })
    expect(told.ok && listFindings(told.findings)).toEqual(['unparsed_user'])
  })

  it('with a value that cannot be kept is a finding, never a refusal', () => {
    const { event: read, findings } = accept(event('team:a\0b|env:prod', blankOwner))
    expect(read.dimensions).toMatchObject({ tagTeam: null, environment: 'prod' })
    expect(listFindings(findings)).toContain('unparsed_user')
  })

  it('masks what is shaped like a credential', () => {
    const { event: read } = accept(event(`team:sk-${'a'.repeat(40)}`, blankOwner))
    expect(JSON.stringify([read.dimensions.tagTeam, read.archiveLine])).not.toContain('aaaaaaaa')
  })
})

describe('people', () => {
  const texts = [
    'alice-4711',
    'user:alice-4711',
    'team:growth|user:alice-4711',
    'team:growth|alice-4711',
    'team:growth|tenant:alice-4711',
    'colour:alice-4711',
  ]
  test.each(texts)('in %s are dropped, in the archive and of refused records too', (text) => {
    const { event: read } = accept(event(text))
    expect([read.userId, read.tenantId]).toEqual([null, null])
    expect(read.archiveLine).not.toContain('alice')
    expect(JSON.stringify(refuse(event(text, { input_tokens: -1 })))).not.toContain('alice')
  })

  it('are kept where the contract says so', () => {
    const keeps: Partial<IngestContract> = { keepsUserId: true, keepsTenantId: true }
    const { event: read } = accept(event('team:growth|user:alice|tenant:acme'), keeps)
    expect([read.userId, read.tenantId]).toEqual(['alice', 'acme'])
    expect(JSON.parse(read.archiveLine)).toMatchObject({ user_id: 'team:growth|user:alice|tenant:acme' })
    expect(accept(event('alice'), keeps).event.userId).toBe('alice')
    expect(accept(event('team:growth|user:alice|tenant:acme'), { keepsUserId: true }).event).toMatchObject({
      userId: 'alice',
      tenantId: null,
    })
    expect(refuse(event(`key:${'x'.repeat(300)}`), keeps).errors).toMatchObject([{ path: 'user_id' }])
  })

  it('are told apart from owners in what is kept, so that a record that is read again says the same', () => {
    const first = accept(event('team:growth|user:alice|env:prod', blankOwner))
    const kept = redactRecord(event('team:growth|user:alice|env:prod', blankOwner), defaultContract)
    expect(kept).toMatchObject({ event: { user_id: 'team:growth|env:prod' }, leftOut: [{ path: 'user_id', type: 'string' }] })
    expect(accept(kept.event).event.dimensions).toEqual(first.event.dimensions)
  })
})

describe('the contract of an environment', () => {
  const contract: Partial<IngestContract> = {
    expectedFields: { '*': ['team_id'], production: ['team_id', 'feature', 'cost_center', 'project_id'] },
    slugFields: ['project_id'],
    slugMaxLength: 10,
  }
  const find = (changes: Record<string, unknown>, changed = contract) =>
    listFindings(accept(makeRecord(changes), changed).findings)

  test.each<[string, Record<string, unknown>, string[]]>([
    [
      'asks for what it names',
      { feature: undefined, project_id: undefined },
      ['missing_project', 'missing_cost_center', 'missing_feature'],
    ],
    ['is content with what is there', { cost_center: 'CC-1' }, []],
    ['is not asked of other environments', { environment: 'staging', feature: undefined }, []],
    ['is not asked of none', { environment: undefined, project_id: undefined }, []],
  ])('%s', (_what, changes, expected) => {
    expect(find(changes)).toEqual(expected)
  })

  test.each<[string, Record<string, unknown>, string[]]>([
    ['a name that is no slug in a field of slugs', { project_id: 'Help Desk' }, ['bad_slug']],
    ['a name that is too long', { project_id: 'helpdesk-europe' }, ['bad_slug']],
    ['a name in any form elsewhere', { service: 'Triage (EU)' }, []],
  ])('minds %s', (_what, changes, expected) => {
    expect(find({ ...changes, environment: 'staging' })).toEqual(expected)
  })

  it('lets a key stand for the team', () => {
    const read = createNormaliser(testOptions(contract)).normalise(makeRecord({ team_id: undefined, environment: 'staging' }), {
      keyTeam: 'growth',
    })
    expect(read.ok && listFindings(read.findings)).toEqual([])
  })

  it('drops what was sent under a retired label, and names it', () => {
    const normaliser = createNormaliser(testOptions({ labels: [null, 'tier'], labelsEver: ['old', 'tier'] }))
    const read = normaliser.normalise(makeRecord({ labels: { old: 'a', tier: 'b' } }))
    expect(read.ok && read.event.dimensions.labels).toEqual([null, 'b'])
    expect([...normaliser.unknownFields]).toEqual(['labels.old'])
  })
})
