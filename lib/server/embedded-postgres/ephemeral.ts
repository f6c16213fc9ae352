import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { locateCluster } from './cluster'
import { hasLiveLease, isLocked } from './cluster-lock'
import { readPostmaster, stopPostmaster } from './postmaster'
import type { ServerUser } from './server-user'

const prefix = 'ascribe-pg-'
/** Long enough for a start between making its folder and noting that it uses it. */
const youngestSweptMs = 5 * 60_000

/** A temporary folder for a cluster, which the server's account may enter. */
export function makeEphemeralDir(): string {
  const dir = mkdtempSync(path.join(tmpdir(), prefix))
  chmodSync(dir, 0o755)
  return dir
}

/** Ends and removes the ephemeral clusters that killed test runs left behind: those that no live process uses. */
export async function sweepEphemeralClusters(user: ServerUser | null): Promise<void> {
  const now = Date.now()
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const dir = path.join(tmpdir(), name)
    const made = statSync(dir, { throwIfNoEntry: false })
    if (made === undefined || now - made.mtimeMs < youngestSweptMs || isForeign(made.uid)) continue
    const cluster = locateCluster(path.join(dir, 'postgres'), user)
    if (isLocked(cluster) || hasLiveLease(cluster)) continue
    const leftover = readPostmaster(cluster)
    if (leftover !== null) await stopPostmaster(leftover.pid)
    for (const place of [cluster.dataDir, dir]) rmSync(place, { recursive: true, force: true })
  }
}

const isForeign = (uid: number) => process.getuid !== undefined && process.getuid() !== uid
