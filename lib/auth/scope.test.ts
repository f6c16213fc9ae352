import { describe, expect, it, test } from 'vitest'
import type { Actor } from './actor'
import type { Role } from './permissions'
import { scopeFor } from './scope'

const person = (role: Role, assigned: { teamIds?: string[]; costCenterIds?: string[] } = {}): Actor => ({
  kind: 'user',
  id: 'u',
  name: 'Someone',
  email: 'someone@example.com',
  role,
  teamIds: [],
  costCenterIds: [],
  sessionId: 's',
  ...assigned,
})

describe('scopeFor', () => {
  test.each<Role>(['admin', 'finance', 'auditor'])('shows %s everything, whatever they are assigned to', (role) => {
    expect(scopeFor(person(role, { teamIds: ['t'] }), 'spend.read')).toEqual({ everything: true, teamIds: [], costCenterIds: [] })
  })

  it('bounds a lead by their teams and cost centres', () => {
    const scope = scopeFor(person('lead', { teamIds: ['t'], costCenterIds: ['c'] }), 'spend.read')
    expect(scope).toEqual({ everything: false, teamIds: ['t'], costCenterIds: ['c'] })
  })

  it('bounds an engineer by their teams alone, even where a cost centre was left over', () => {
    const scope = scopeFor(person('engineer', { teamIds: ['t'], costCenterIds: ['c'] }), 'spend.read')
    expect(scope).toEqual({ everything: false, teamIds: ['t'], costCenterIds: [] })
  })

  test.each<Role>(['lead', 'engineer'])('shows %s without an assignment nothing', (role) => {
    expect(scopeFor(person(role), 'spend.read')).toEqual({ everything: false, teamIds: [], costCenterIds: [] })
  })

  it('makes none where the permission is not held', () => {
    expect(() => scopeFor(person('engineer'), 'finance.read')).toThrow('finance.read')
    expect(() => scopeFor({ kind: 'key', id: 'k', name: 'gateway', scopes: ['ingest'], sourceId: 1 }, 'spend.read')).toThrow(
      'spend.read',
    )
  })
})
