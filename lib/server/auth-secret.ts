import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Env } from '@/lib/env'
import { StartError } from './start-error'

/**
 * The secret that signs sessions: the operator's, else one made at the first start and kept in the data folder, so that
 * people stay signed in over restarts.
 *
 * @throws StartError when the kept one cannot be read.
 */
export function resolveAuthSecret({ AUTH_SECRET, DATA_DIR }: Pick<Env, 'AUTH_SECRET' | 'DATA_DIR'>): string {
  if (AUTH_SECRET !== undefined) return AUTH_SECRET
  const file = path.resolve(DATA_DIR, 'auth-secret')
  mkdirSync(path.dirname(file), { recursive: true })
  try {
    writeFileSync(file, randomBytes(33).toString('base64url'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const secret = readSecret(file)
  if (secret.length >= 32) return secret
  throw new StartError(`${file} holds no usable secret: remove it (everybody signs in anew), or set AUTH_SECRET`)
}

function readSecret(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new StartError(`${file} cannot be read: start as the account that made it, or set AUTH_SECRET`, { cause: error })
  }
}
