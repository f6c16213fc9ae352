import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resolveAuthSecret } from './auth-secret'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'ascribe-secret-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

describe('the secret that signs sessions', () => {
  it('is made once, kept for the next start, and readable by this account alone', () => {
    const DATA_DIR = path.join(dataDir, 'not', 'there', 'yet')
    const first = resolveAuthSecret({ AUTH_SECRET: undefined, DATA_DIR })
    expect(first.length).toBeGreaterThanOrEqual(32)
    expect(resolveAuthSecret({ AUTH_SECRET: undefined, DATA_DIR })).toBe(first)
    expect(statSync(path.join(DATA_DIR, 'auth-secret')).mode & 0o777).toBe(0o600)
  })

  it('is the operator’s where there is one, and is then not written down', () => {
    const AUTH_SECRET = 'a secret of at least thirty-two characters'
    expect(resolveAuthSecret({ AUTH_SECRET, DATA_DIR: dataDir })).toBe(AUTH_SECRET)
    expect(() => statSync(path.join(dataDir, 'auth-secret'))).toThrow()
  })

  it('is never an emptied file', () => {
    writeFileSync(path.join(dataDir, 'auth-secret'), '')
    expect(() => resolveAuthSecret({ AUTH_SECRET: undefined, DATA_DIR: dataDir })).toThrow(/holds no usable secret/)
  })
})
