import { describe, expect, it, test } from 'vitest'
import { roleEnum } from '@/lib/db/schema/auth'
import { type Actor, actorMay, assertMay } from './actor'
import {
  type KeyScope,
  keyScopes,
  type Permission,
  permissions,
  type Role,
  roleLabels,
  roleMay,
  roles,
  scopesMay,
} from './permissions'

const all = Object.keys(permissions) as Permission[]
const changes = /\.(edit|run|close|resolve|approve|ingest|raise|decide|request)$/

const budgeting = ['budget.edit', 'budget.request', 'budget.approve'] as const
const proposals = ['pool.edit', 'pool.approve', 'estimate.edit', 'dispute.raise', 'dispute.decide'] as const

const person = (role: Role): Actor => ({
  kind: 'user',
  id: 'u',
  name: 'Someone',
  email: 'someone@example.com',
  role,
  teamIds: [],
  costCenterIds: [],
  sessionId: 's',
})
const program = (scopes: KeyScope[]): Actor => ({ kind: 'key', id: 'k', name: 'gateway', scopes, sourceId: null })

describe('the table of permissions', () => {
  it.each(all)('grants %s to a role at least, under a name that says what kind of thing it is', (permission) => {
    expect(permissions[permission].roles.length).toBeGreaterThan(0)
    expect(permission).toMatch(/^[a-z]+\.(read|edit|run|close|resolve|approve|ingest|raise|decide|request)$/)
  })

  it('knows the roles that the database knows, each with a label', () => {
    expect([...roles].sort()).toEqual([...roleEnum.enumValues].sort())
    for (const role of roles) expect(roleLabels[role].label).not.toBe('')
  })

  it('lets whoever may change a thing read it', () => {
    for (const permission of all.filter((name) => changes.test(name))) {
      const readable = permission.replace(changes, '.read')
      if (!(readable in permissions)) continue
      for (const role of roles.filter((name) => roleMay(name, permission)))
        expect(roleMay(role, readable as Permission)).toBe(true)
    }
  })

  it('lets an auditor read everything and change nothing but their own account', () => {
    const held = all.filter((permission) => roleMay('auditor', permission))
    expect(held.filter((permission) => changes.test(permission))).toEqual(['account.edit'])
    expect(held.filter((permission) => permission.endsWith('.read'))).toEqual(
      all.filter((permission) => permission.endsWith('.read')),
    )
  })

  test.each<[Role, Permission[]]>([
    [
      'finance',
      ['triage.edit', 'triage.resolve', ...budgeting, 'finance.close', 'finance.approve', ...proposals, 'account.edit'],
    ],
    ['lead', ['triage.edit', 'budget.edit', 'budget.request', 'pool.approve', 'dispute.raise', 'account.edit']],
    ['engineer', ['triage.edit', 'pool.approve', 'dispute.raise', 'account.edit']],
    ['auditor', ['account.edit']],
  ])('lets %s change only what is theirs', (role, expected) => {
    expect(all.filter((permission) => changes.test(permission) && roleMay(role, permission))).toEqual(expected)
  })

  it('keeps the close of a month from those who keep the prices', () => {
    expect(all.filter((permission) => !roleMay('admin', permission))).toEqual(['finance.close', 'finance.approve'])
  })

  test.each<[KeyScope, Permission[]]>([
    ['ingest', ['usage.ingest']],
    ['guard', []],
    [
      'reports:read',
      ['spend.read', 'price.read', 'registry.read', 'triage.read', 'budget.read', 'pool.read', 'estimate.read', 'dispute.read'],
    ],
    ['finance:read', ['finance.read']],
    ['finance:write', ['finance.read', 'finance.close']],
  ])('lets a key of the scope %s do no more than that', (scope, expected) => {
    expect(all.filter((permission) => scopesMay([scope], permission))).toEqual(expected)
  })

  it('lets no key approve, nor act as a person with an account, and a key without scopes nothing', () => {
    for (const permission of ['finance.approve', 'pool.approve', 'account.read', 'account.edit'] as const) {
      expect(scopesMay(keyScopes, permission)).toBe(false)
    }
    expect(all.filter((permission) => scopesMay([], permission))).toEqual([])
  })
})

describe('assertMay', () => {
  it('names the permission, so that an administrator can be asked for it', () => {
    expect(() => assertMay(person('engineer'), 'key.edit')).toThrow('"key.edit", which the role "engineer" does not have')
    expect(() => assertMay(program(['ingest']), 'key.edit')).toThrow('a key with the scopes ingest')
  })

  it('lets the operator’s command line do everything', () => {
    for (const permission of all) expect(actorMay({ kind: 'system', name: 'cli' }, permission)).toBe(true)
  })
})
