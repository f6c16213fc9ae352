import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { totalmem } from 'node:os'
import path from 'node:path'
import { findFreePort } from '../free-port'
import { pollUntil } from '../poll'
import { StartError } from '../start-error'
import { type Cluster, clusterRole, isInitialised, locateCluster, readPassword } from './cluster'
import { hasLiveLease, takeLease, withClusterLock } from './cluster-lock'
import { makeEphemeralDir, sweepEphemeralClusters } from './ephemeral'
import { findPostgresBinaries, programName } from './find-binaries'
import { initialiseCluster } from './initialise-cluster'
import { clearStalePidFile, findRunningPostmaster, type Postmaster, readPostmaster, stopPostmaster } from './postmaster'
import { findServerUser, makeBinariesReachable, type ServerUser } from './server-user'

const readyTimeoutMs = 60_000
const logLimitBytes = 10 * 1024 * 1024

/** How to start the embedded Postgres. */
export interface EmbeddedOptions {
  /** Folder of the cluster, made at the first start. May be left out of an ephemeral one, which then gets a temporary one. */
  dataDir?: string
  /** Loopback port; a free one by default. A server that runs already keeps its own. */
  port?: number
  /** Server settings by name, over our defaults. */
  settings?: Record<string, string | number>
  /** For tests: nothing waits for the disk, and the cluster is removed when it stops. */
  ephemeral?: boolean
  /** Where the server's messages go; by default beside the data. */
  logFile?: string
}

/** The running embedded Postgres. */
export interface EmbeddedPostgres {
  /** Holds the password: not for logs. */
  url: string
  port: number
  pid: number
  /** Where the data are, which for root is not always where they were asked for. */
  dataDir: string
  /** Whether it ran already, left by a killed launcher or started by another process. */
  adopted: boolean
  /** Says that this process needs it no longer; the last one to say so ends the server. */
  stop(): Promise<void>
}

/**
 * Starts the embedded Postgres, or adopts the one that runs on this folder. Several processes may do so at once.
 *
 * @throws StartError with what the operator can do about it.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  if (options.dataDir === undefined && !options.ephemeral)
    throw new TypeError('dataDir may only be left out of an ephemeral cluster')
  const user = findServerUser()
  if (options.ephemeral) await sweepEphemeralClusters(user)
  const temporaryDir = options.dataDir === undefined ? makeEphemeralDir() : null
  const cluster = locateCluster(options.dataDir ?? path.join(temporaryDir ?? '', 'postgres'), user, options.logFile)
  return withClusterLock(cluster, async () => {
    const releaseLease = takeLease(cluster)
    try {
      const password = readPassword(cluster)
      const running = await findRunningPostmaster(cluster)
      const server = running ?? (await launch(cluster, password, user, options))
      return {
        url: `postgres://${clusterRole}:${password}@127.0.0.1:${server.port}/postgres`,
        port: server.port,
        pid: server.pid,
        dataDir: cluster.dataDir,
        adopted: running !== null,
        stop: () =>
          withClusterLock(cluster, async () => {
            releaseLease()
            if (hasLiveLease(cluster)) return
            await stopPostmaster(server.pid)
            if (options.ephemeral) removeCluster(cluster, temporaryDir)
          }),
      }
    } catch (error) {
      releaseLease()
      if (options.ephemeral && !hasLiveLease(cluster)) removeCluster(cluster, temporaryDir)
      throw error
    }
  })
}

async function launch(
  cluster: Cluster,
  password: string,
  user: ServerUser | null,
  options: EmbeddedOptions,
): Promise<Postmaster> {
  const binDir = makeBinariesReachable(findPostgresBinaries(), user)
  const environment = serverEnvironment()
  if (!isInitialised(cluster)) {
    initialiseCluster({ cluster, binDir, user, password, environment, skipSync: options.ephemeral ?? false })
  }
  clearStalePidFile(cluster)
  const port = options.port ?? (await findFreePort())
  const settings = { ...defaultSettings(options.ephemeral ?? false), ...options.settings, port }
  const output = openLog(cluster.logFile)
  // Detached: Ctrl-C in the terminal must not reach it before the app has closed its connections.
  const server = spawn(
    path.join(binDir, programName('postgres')),
    ['-D', cluster.dataDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...user, cwd: cluster.dataDir, env: environment, detached: true, stdio: ['ignore', output, output], windowsHide: true },
  )
  closeSync(output)
  server.unref()
  let failure: string | null = null
  server.once('error', (error) => {
    failure = error.message
  })
  server.once('exit', (code, signal) => {
    failure ??= `it ended with ${signal ?? `code ${code}`}`
  })
  const ready = await pollUntil(
    () => {
      if (failure !== null) return 'failed'
      const postmaster = readPostmaster(cluster)
      return postmaster?.ready && postmaster.pid === server.pid ? postmaster : null
    },
    { timeoutMs: readyTimeoutMs, intervalMs: 15 },
  )
  if (ready !== null && ready !== 'failed') return ready
  server.kill('SIGQUIT')
  throw new StartError(
    `Postgres did not start on ${cluster.dataDir}: ${failure ?? 'not ready after 60 s'}\n${readTail(cluster.logFile)}`.trimEnd(),
  )
}

/** Little of our own environment: no secrets, no PG* variable that would redirect the server, and UTC whatever the machine's zone. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP, LD_LIBRARY_PATH } = process.env
  return { NODE_ENV: process.env.NODE_ENV, PATH, SystemRoot, TEMP, LD_LIBRARY_PATH, LC_ALL: 'C', TZ: 'UTC' }
}

function defaultSettings(ephemeral: boolean): Record<string, string | number> {
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 100,
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Compiling costs more than our short queries take.
    jit: 'off',
    ...(ephemeral
      ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }
      : { shared_buffers: chooseSharedBuffers() }),
  }
}

/**
 * An eighth of the memory, within 128 MB (PostgreSQL's own default, too little for a quarter of roll-ups) and 1 GB: the server
 * shares the machine with the app.
 */
function chooseSharedBuffers(): string {
  const megabytes = Math.floor(totalmem() / 8 / 1024 ** 2)
  return `${Math.min(1024, Math.max(128, megabytes))}MB`
}

function openLog(logFile: string): number {
  const isLong = (statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > logLimitBytes
  if (isLong) truncateSync(logFile)
  return openSync(logFile, 'a', 0o600)
}

function readTail(logFile: string): string {
  try {
    return readFileSync(logFile, 'utf8').split('\n').slice(-6).join('\n')
  } catch {
    return ''
  }
}

function removeCluster(cluster: Cluster, temporaryDir: string | null): void {
  const places = [cluster.dataDir, cluster.passwordFile, cluster.logFile, cluster.leaseDir]
  for (const place of places) rmSync(place, { recursive: true, force: true, maxRetries: 3 })
  if (temporaryDir !== null) rmSync(temporaryDir, { recursive: true, force: true, maxRetries: 3 })
}
