import { readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { pollUntil } from '../poll'
import { isProcessAlive } from '../process-identity'
import { StartError } from '../start-error'
import type { Cluster } from './cluster'

/** A running server, as its own `postmaster.pid` tells. */
export interface Postmaster {
  pid: number
  port: number
  ready: boolean
}

const adoptTimeoutMs = 60_000
const stopTimeoutMs = 30_000

const pidFile = (cluster: Cluster) => path.join(cluster.dataDir, 'postmaster.pid')

/** The server that runs on this cluster, or null. */
export function readPostmaster(cluster: Cluster): Postmaster | null {
  let lines: string[]
  try {
    lines = readFileSync(pidFile(cluster), 'utf8').split('\n')
  } catch {
    return null
  }
  // Line 1 is the process, line 4 the port, line 8 the state.
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0 || !isProcessAlive(pid) || !isServerOf(pid, cluster)) return null
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
}

/** Guards against a number that was given to another process since; elsewhere than on Linux it is taken on trust. */
function isServerOf(pid: number, cluster: Cluster): boolean {
  if (process.platform !== 'linux') return true
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster.dataDir)
  } catch {
    return false
  }
}

/** Postgres refuses to start while its old number belongs to any live process, or to a zombie: clear a note proved stale. */
export function clearStalePidFile(cluster: Cluster): void {
  if (process.platform === 'linux' && readPostmaster(cluster) === null) rmSync(pidFile(cluster), { force: true })
}

/** Waits for a server that runs already, such as one left over by a killed launcher; null when there is none or it goes away. */
export async function findRunningPostmaster(cluster: Cluster): Promise<Postmaster | null> {
  if (readPostmaster(cluster) === null) return null
  const answer = await pollUntil(
    async () => {
      const postmaster = readPostmaster(cluster)
      if (postmaster === null) return 'gone'
      return postmaster.ready && (await acceptsConnections(postmaster.port)) ? postmaster : null
    },
    { timeoutMs: adoptTimeoutMs },
  )
  if (answer === null)
    throw new StartError(`The database in ${cluster.dataDir} runs, but does not become ready: see ${cluster.logFile}`)
  return answer === 'gone' ? null : answer
}

function acceptsConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

/** Ends the server: open sessions are cut, what was committed is on disk. Returns when it has gone. */
export async function stopPostmaster(pid: number): Promise<void> {
  if (!signal(pid, 'SIGINT')) return
  const gone = await pollUntil(() => !isProcessAlive(pid), { timeoutMs: stopTimeoutMs })
  // Without a checkpoint; the next start recovers from the log.
  if (gone === null && signal(pid, 'SIGQUIT')) await pollUntil(() => !isProcessAlive(pid), { timeoutMs: stopTimeoutMs })
}

function signal(pid: number, name: 'SIGINT' | 'SIGQUIT'): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}
