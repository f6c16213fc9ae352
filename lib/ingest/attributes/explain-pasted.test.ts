import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultContract } from '@/lib/attribution/contract/ingest-contract'
import { explainPasted } from './explain-pasted'

const explain = (text: string) => explainPasted(text, defaultContract)

describe('a pasted text', () => {
  it('of one line is a user string', () => {
    expect(explain('team:Growth Team|env:prod')).toEqual({
      kind: 'user',
      hasUnparsedUser: false,
      values: [
        { name: 'team_id', isLabel: false, value: 'Growth Team', from: 'user', isFromUserString: true, remark: 'bad_slug' },
        { name: 'environment', isLabel: false, value: 'prod', from: 'user', isFromUserString: true, remark: null },
      ],
    })
  })

  it('that names a person says that they are dropped', () => {
    expect(explain('auth0|64f1')?.values).toMatchObject([{ name: 'user_id', remark: 'dropped', isFromUserString: false }])
    const keeping = explainPasted('alice', { ...defaultContract, keepsUserId: true })
    expect(keeping?.values).toMatchObject([{ name: 'user_id', remark: null }])
  })

  it('of a JSON object is attributes, nested ones too', () => {
    expect(explain('{"metadata": {"CostCenter": "CC-1"}, "labels": {"x": 1}}')).toMatchObject({
      kind: 'attributes',
      values: [{ name: 'cost_center', value: 'CC-1', from: 'metadata.CostCenter' }],
    })
  })

  it('of several lines is attributes', () => {
    expect(explain('service.name=web\nteam: growth')?.values).toMatchObject([
      { name: 'team_id', value: 'growth' },
      { name: 'service', value: 'web' },
    ])
  })

  it('that is blank says nothing', () => {
    expect(explain(' \n ')).toBeNull()
  })

  it('of any kind is explained without a throw', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.json().map((json) => json.slice(0, -1)),
    )
    fc.assert(
      fc.property(text, (any) => void explain(any)),
      { numRuns: 500 },
    )
  })
})
