import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pollUntil } from '../poll'
import { identifyProcess, isIdentityAlive } from '../process-identity'
import { StartError } from '../start-error'
import type { Cluster } from './cluster'

const lockTimeoutMs = 120_000

/** Runs `work` while no other process starts or stops this cluster. A lock whose holder has died is taken over. */
export async function withClusterLock<T>(cluster: Cluster, work: () => Promise<T>): Promise<T> {
  const taken = await pollUntil(() => tryLock(cluster.lockFile), { timeoutMs: lockTimeoutMs, intervalMs: 50 })
  if (taken === null) {
    throw new StartError(`Another process has been starting or stopping the database for too long: see ${cluster.lockFile}`)
  }
  try {
    return await work()
  } finally {
    rmSync(cluster.lockFile, { force: true })
  }
}

/** Whether a live process is starting or stopping this cluster. */
export function isLocked(cluster: Cluster): boolean {
  const holder = readIdentity(cluster.lockFile)
  return holder !== null && isIdentityAlive(holder)
}

function tryLock(lockFile: string): boolean {
  try {
    writeFileSync(lockFile, identifyProcess(process.pid), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const holder = readIdentity(lockFile)
  // Empty: its holder is between making the file and writing to it.
  if (holder === null || holder === '' || isIdentityAlive(holder)) return false
  breakLock(lockFile, holder)
  return false
}

/** Moves a dead holder's lock away by renaming, which one process alone can do; a fresh lock caught by mistake is put back. */
function breakLock(lockFile: string, deadHolder: string): void {
  const caught = `${lockFile}.${process.pid}`
  try {
    renameSync(lockFile, caught)
    if (readIdentity(caught) === deadHolder) rmSync(caught, { force: true })
    else renameSync(caught, lockFile)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}

function readIdentity(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

let leaseCount = 0

/**
 * Notes that this process uses the cluster, so that whoever stops last, and nobody before, stops the server: an operator's
 * command and `npm start` may each have started it, and either may end first.
 *
 * @returns what takes the note back.
 */
export function takeLease(cluster: Cluster): () => void {
  mkdirSync(cluster.leaseDir, { recursive: true, mode: 0o700 })
  leaseCount += 1
  const file = path.join(cluster.leaseDir, `${process.pid}-${leaseCount}`)
  writeFileSync(file, identifyProcess(process.pid))
  return () => rmSync(file, { force: true })
}

/** Whether any live process uses the cluster; notes of dead ones are cleared away. */
export function hasLiveLease(cluster: Cluster): boolean {
  let files: string[]
  try {
    files = readdirSync(cluster.leaseDir)
  } catch {
    return false
  }
  return files.some((name) => {
    const file = path.join(cluster.leaseDir, name)
    const holder = readIdentity(file)
    if (holder !== null && isIdentityAlive(holder)) return true
    rmSync(file, { force: true })
    return false
  })
}
