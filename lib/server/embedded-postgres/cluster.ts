import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { StartError } from '../start-error'
import { canReach, type ServerUser, sharedDir } from './server-user'

/** A cluster's places on disk. All but `dataDir` are ours alone and lie beside it, since Postgres owns what is in it. */
export interface Cluster {
  dataDir: string
  passwordFile: string
  logFile: string
  lockFile: string
  leaseDir: string
}

/** The role and the database of the embedded cluster. */
export const clusterRole = 'ascribe'

/**
 * Where a cluster lives. Started by root under a closed folder, the data go to `/var/tmp`, under a name made from the path
 * that was asked for; what only we read stays.
 */
export function locateCluster(dataDir: string, user: ServerUser | null, logFile?: string): Cluster {
  const wanted = path.resolve(dataDir)
  // The parent with the default mode: made 700 by root, it would shut the server's account out.
  mkdirSync(path.dirname(wanted), { recursive: true })
  const reachable = user === null || canReach(user, path.dirname(wanted))
  const hash = createHash('sha256').update(wanted).digest('hex').slice(0, 16)
  return {
    dataDir: reachable ? wanted : path.join(sharedDir, `ascribe-data-${hash}`),
    passwordFile: `${wanted}.password`,
    logFile: logFile ?? `${wanted}.log`,
    lockFile: `${wanted}.lock`,
    leaseDir: `${wanted}.users`,
  }
}

/** Whether initdb has made this cluster. */
export function isInitialised(cluster: Cluster): boolean {
  return existsSync(path.join(cluster.dataDir, 'PG_VERSION'))
}

/**
 * The password of the cluster's role, made up before the first start: loopback is open to every account of the machine.
 *
 * @throws StartError when it is lost or not ours to read.
 */
export function readPassword(cluster: Cluster): string {
  if (!existsSync(cluster.passwordFile) && !isInitialised(cluster)) {
    writeFileSync(cluster.passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' })
  }
  try {
    return readFileSync(cluster.passwordFile, 'utf8').trim()
  } catch (error) {
    throw new StartError(
      `The password of the database in ${cluster.dataDir} cannot be read from ${cluster.passwordFile}: start as the account that made it, or restore the file`,
      { cause: error },
    )
  }
}
