import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { StartError } from '../start-error'
import { type Cluster, clusterRole } from './cluster'
import { programName } from './find-binaries'
import type { ServerUser } from './server-user'

interface InitialiseOptions {
  cluster: Cluster
  binDir: string
  user: ServerUser | null
  password: string
  environment: NodeJS.ProcessEnv
  /** Whether to skip the wait for the disk, for a cluster that is thrown away. */
  skipSync: boolean
}

/**
 * Makes a new cluster: UTF-8, and a byte-wise order of text that no change of the system's libraries can alter. It is made
 * beside its place and renamed, so that one killed half-way is never taken for a cluster.
 *
 * @throws StartError with what initdb said.
 */
export function initialiseCluster({ cluster, binDir, user, password, environment, skipSync }: InitialiseOptions): void {
  removeDrafts(cluster)
  const draft = `${cluster.dataDir}.init-${process.pid}`
  const passwordFile = `${draft}.password`
  try {
    mkdirSync(draft, { mode: 0o700 })
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' })
    for (const place of user === null ? [] : [draft, passwordFile]) chownSync(place, user?.uid ?? 0, user?.gid ?? 0)
    const initdb = path.join(binDir, programName('initdb'))
    const run = (options: string[]) =>
      spawnSync(initdb, options, { ...user, cwd: draft, env: environment, encoding: 'utf8', windowsHide: true })
    const major = Number(/\d+/.exec(run(['--version']).stdout ?? '')?.[0] ?? 0)
    const result = run([
      ...['-D', draft, '-U', clusterRole, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8'],
      // The builtin provider came with 17; before, the C library's own C.UTF-8 is the nearest.
      ...(major >= 17 ? ['--locale-provider=builtin'] : []),
      '--locale=C.UTF-8',
      ...(skipSync ? ['--no-sync'] : []),
    ])
    if (result.status !== 0) {
      throw new StartError(`The database could not be made in ${cluster.dataDir}: ${result.stderr || result.error?.message}`)
    }
    if (existsSync(cluster.dataDir)) rmdirSync(cluster.dataDir)
    renameSync(draft, cluster.dataDir)
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(draft, { recursive: true, force: true })
  }
}

/** Clears away what a killed initdb left. */
function removeDrafts(cluster: Cluster): void {
  const parent = path.dirname(cluster.dataDir)
  const prefix = `${path.basename(cluster.dataDir)}.init-`
  for (const name of readdirSync(parent)) {
    if (name.startsWith(prefix)) rmSync(path.join(parent, name), { recursive: true, force: true })
  }
}
