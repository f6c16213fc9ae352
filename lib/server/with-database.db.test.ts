import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { describe, expect, it } from 'vitest'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import { EnvError, readEnv } from '@/lib/env'
import { startEmbedded } from './embedded-postgres/start-embedded'
import { prepareDatabase } from './prepare-database'
import { isProcessAlive } from './process-identity'
import { withDatabase } from './with-database'

const { url, sql } = await createTestDatabase({ isEmpty: true })
await pointProcessAt(url)

describe('a command’s database', () => {
  it('is the operator’s where there is one', async () => {
    expect(await withDatabase({ DATABASE_URL: url, DATA_DIR: '/nowhere' }, async (used) => used)).toBe(url)
  })

  it('is started for the command and stopped after it, also when the command fails', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'ascribe-with-'))
    let pid = 0
    const failing = withDatabase({ DATABASE_URL: undefined, DATA_DIR: dir }, async () => {
      const beside = await startEmbedded({ dataDir: path.join(dir, 'postgres') })
      pid = beside.pid
      expect(beside.adopted).toBe(true)
      await beside.stop()
      expect(isProcessAlive(pid)).toBe(true)
      throw new Error('the command failed')
    })
    await expect(failing).rejects.toThrow('the command failed')
    expect(isProcessAlive(pid)).toBe(false)
    rmSync(dir, { recursive: true, force: true })
  })
})

describe('preparing a database', () => {
  const env = readEnv({})

  it('migrates an empty one, and is safe to repeat from several processes', async () => {
    await Promise.all([prepareDatabase(url, env), prepareDatabase(url, env)])
    expect(await prepareDatabase(url, env)).toEqual({ isUnclaimed: true })
    expect((await sql`select to_regclass('app_user') as found`)[0]?.found).not.toBeNull()
  })

  it('says what is wrong with an address that nobody answers at', async () => {
    await expect(prepareDatabase('postgres://a:hunter2@127.0.0.1:1/x', env, 0)).rejects.toThrow(
      'The database at 127.0.0.1:1 cannot be reached (ECONNREFUSED): check DATABASE_URL',
    )
  })

  it('says when there is no such database, or the password is refused, without waiting', async () => {
    const missing = Object.assign(new URL(url), { pathname: '/no_such_database' }).href
    await expect(prepareDatabase(missing, env)).rejects.toThrow(/no_such_database .* there is no such database/)
    const wrong = Object.assign(new URL(url), { password: 'wrong' })
    const asksForPasswords = await postgres(wrong.href, { max: 1 })`select 1`.then(
      () => false,
      () => true,
    )
    if (asksForPasswords) await expect(prepareDatabase(wrong.href, env)).rejects.toThrow(/refused the password/)
  })

  it('is never reached with an environment that cannot be used', () => {
    expect(() => readEnv({ PORT: 'abc' })).toThrow(EnvError)
  })
})
