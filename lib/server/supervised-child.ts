import { type ChildProcess, spawn } from 'node:child_process'
import { log } from '@/lib/log'
import { readyMessage, stopMessage } from './child-protocol'
import { StartError } from './start-error'

/** A process to keep running. */
export interface ChildSpec {
  name: string
  /** Arguments of Node: options, then the script. */
  nodeArguments: readonly string[]
  cwd: string
  environment: NodeJS.ProcessEnv
  /** How long it may take to stop before it is killed. */
  stopTimeoutMs?: number
  /** The wait before the first restart, which doubles with each crash in a row. */
  firstBackoffMs?: number
}

/** A process that is kept running. */
export interface SupervisedChild {
  readonly name: string
  /** Resolves when it serves for the first time; rejects when it keeps dying before it ever did. */
  readonly ready: Promise<void>
  pid(): number | undefined
  stop(): Promise<void>
}

const defaultStopTimeoutMs = 10_000
const defaultFirstBackoffMs = 250
const longestBackoffMs = 10_000
/** A process that served this long is sound: its next crash is the first one again. */
const soundAfterMs = 30_000
const attemptsBeforeFirstReady = 3

/** Starts a process and starts it anew whenever it dies, until it is told to stop. */
export function superviseChild(spec: ChildSpec): SupervisedChild {
  let current: ChildProcess | null = null
  let restart: NodeJS.Timeout | null = null
  let isStopping = false
  let crashesInARow = 0
  let wasReady = false
  let settle: { resolve: () => void; reject: (error: Error) => void } | null = null
  const ready = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject }
  })
  // Whoever stops before it was ever ready does not wait for it.
  ready.catch(() => {})

  const launch = (): void => {
    const startedAt = performance.now()
    const child = spawn(process.execPath, [...spec.nodeArguments], {
      cwd: spec.cwd,
      env: spec.environment,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // Out of the terminal's foreground group: Ctrl-C reaches the supervisor alone, which stops the processes in order.
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    current = child
    child.on('message', (message) => {
      if (message !== readyMessage) return
      wasReady = true
      settle?.resolve()
    })
    child.once('error', (error) => log.error({ err: error, child: spec.name }, 'the process could not be started'))
    child.once('close', (code, signal) => {
      current = null
      if (isStopping) return
      if (performance.now() - startedAt > soundAfterMs) crashesInARow = 0
      crashesInARow += 1
      if (!wasReady && crashesInARow >= attemptsBeforeFirstReady) {
        settle?.reject(
          new StartError(
            `The ${spec.name} process does not start: it ended ${crashesInARow} times, last with ${signal ?? `code ${code}`}. Its own messages are above`,
          ),
        )
        return
      }
      const waitMs = Math.min((spec.firstBackoffMs ?? defaultFirstBackoffMs) * 2 ** (crashesInARow - 1), longestBackoffMs)
      log.error({ child: spec.name, code, signal, wait_ms: waitMs }, 'the process ended and is started anew')
      restart = setTimeout(launch, waitMs)
    })
  }
  launch()

  return {
    name: spec.name,
    ready,
    pid: () => current?.pid,
    stop: async () => {
      isStopping = true
      if (restart !== null) clearTimeout(restart)
      if (current !== null) await endChild(current, spec.stopTimeoutMs ?? defaultStopTimeoutMs)
    },
  }
}

/** Asks, waits, kills. */
function endChild(child: ChildProcess, timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const kill = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
    const finish = () => {
      clearTimeout(kill)
      resolve()
    }
    if (child.exitCode !== null || child.signalCode !== null) return finish()
    child.once('close', finish)
    if (child.connected) child.send(stopMessage, (error) => void (error && child.kill('SIGTERM')))
    else child.kill('SIGTERM')
  })
}
