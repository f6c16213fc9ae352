import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, lstatSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { StartError } from '../start-error'
import { type PostgresBinaries, programName } from './find-binaries'

/** The account Postgres runs as. */
export interface ServerUser {
  uid: number
  gid: number
}

/** Where a root-started Postgres lives when its own place is closed to other accounts; survives a reboot, unlike /tmp. */
export const sharedDir = '/var/tmp'

/**
 * The account to run Postgres as, or null for our own. Postgres refuses root, and initdb wants an account with a name, so
 * root takes `postgres`, else `nobody`.
 *
 * @throws StartError when root finds neither.
 */
export function findServerUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const wanted of ['postgres', 'nobody']) {
    const account = accounts.find(([name]) => name === wanted)
    const uid = Number(account?.[2])
    const gid = Number(account?.[3])
    if (account !== undefined && uid > 0 && gid >= 0) return { uid, gid }
  }
  throw new StartError(
    'Postgres does not run as root, and there is no account postgres or nobody: start as an ordinary user, or set DATABASE_URL',
  )
}

/** Whether the account may enter this folder. */
export function canReach(user: ServerUser, dir: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'test -r "$0" && test -x "$0"', dir], { ...user, cwd: '/' }).status === 0
}

/** Binaries that the account may run: those found, or a copy of them where they lie in a closed folder such as /root. */
export function makeBinariesReachable(binaries: PostgresBinaries, user: ServerUser | null): string {
  if (user === null || canReach(user, binaries.binDir)) return binaries.binDir
  if (binaries.packageDir === null) {
    throw new StartError(`The account that runs Postgres may not enter ${binaries.binDir}: open it, or unset PG_BIN_DIR`)
  }
  const manifest = z
    .object({ name: z.string(), version: z.string() })
    .parse(JSON.parse(readFileSync(path.join(binaries.packageDir, 'package.json'), 'utf8')))
  const copy = path.join(sharedDir, `ascribe-postgres-${path.basename(manifest.name)}-${manifest.version}`)
  if (!isOwnCopy(copy)) copyBinaries(path.join(binaries.packageDir, 'native'), copy)
  return path.join(copy, 'bin')
}

/** Anyone may write to the shared folder: only a copy that root itself made is run. */
function isOwnCopy(copy: string): boolean {
  if (!existsSync(path.join(copy, 'bin', programName('postgres')))) return false
  const { uid, mode } = lstatSync(copy)
  if (uid === process.getuid?.() && (mode & 0o022) === 0) return true
  throw new StartError(`${copy} was not made by this account: remove it`)
}

function copyBinaries(source: string, copy: string): void {
  const draft = mkdtempSync(`${copy}.`)
  cpSync(source, draft, { recursive: true, verbatimSymlinks: true })
  chmodSync(draft, 0o755)
  try {
    renameSync(draft, copy)
  } catch (error) {
    // Another start was quicker; its copy is as good.
    rmSync(draft, { recursive: true, force: true })
    if (!isOwnCopy(copy)) throw error
  }
}
