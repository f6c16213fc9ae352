import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pollUntil } from './poll'
import { isProcessAlive } from './process-identity'
import type { ChildSpec } from './supervised-child'
import { startSupervisor } from './supervisor'

const fixture = (name: string) => path.join(import.meta.dirname, 'testing', name)
let dir: string
let journal: string

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'ascribe-supervisor-'))
  journal = path.join(dir, 'journal')
  writeFileSync(journal, '')
})

afterEach(() => {
  for (const { pid } of readJournal()) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended, as it should.
    }
  }
  rmSync(dir, { recursive: true, force: true })
})

function describeChild(name: string, behaviour = '', options: Partial<ChildSpec> = {}): ChildSpec {
  return {
    name,
    nodeArguments: ['--import', 'tsx', fixture('child-fixture.ts'), name, journal, behaviour],
    cwd: process.cwd(),
    environment: process.env,
    firstBackoffMs: 10,
    ...options,
  }
}

function readJournal() {
  const lines = readFileSync(journal, 'utf8').trim().split('\n').filter(Boolean)
  return lines.map((line) => {
    const [name, event, pid] = line.split(' ')
    return { name, event, pid: Number(pid) }
  })
}

const eventsOf = (event: string) => readJournal().filter((entry) => entry.event === event)
const waitFor = (probe: () => boolean) => pollUntil(probe, { timeoutMs: 20_000 })

describe('the supervisor', { timeout: 60_000 }, () => {
  it('starts a process anew when it dies, and leaves the others alone', async () => {
    const supervisor = await startSupervisor([describeChild('first'), describeChild('second')])
    const [first, second] = [supervisor.pid('first'), supervisor.pid('second')]
    process.kill(first ?? 0, 'SIGUSR2')
    await waitFor(() => eventsOf('started').filter(({ name }) => name === 'first').length === 2)
    expect(supervisor.pid('first')).not.toBe(first)
    expect(supervisor.pid('second')).toBe(second)
    await supervisor.stop()
  })

  it('stops one process after the other, in the order given, and leaves none', async () => {
    const supervisor = await startSupervisor([describeChild('first'), describeChild('second')])
    await supervisor.stop()
    const order = readJournal().filter(({ event }) => event !== 'started')
    expect(order.map(({ name, event }) => `${name} ${event}`)).toEqual([
      'first stopping',
      'first stopped',
      'second stopping',
      'second stopped',
    ])
    expect(readJournal().some(({ pid }) => isProcessAlive(pid))).toBe(false)
  })

  it('kills a process that does not stop', async () => {
    const supervisor = await startSupervisor([describeChild('stubborn', 'never-stops', { stopTimeoutMs: 100 })])
    const pid = supervisor.pid('stubborn') ?? 0
    await supervisor.stop()
    expect(eventsOf('stopping')).toHaveLength(1)
    expect(isProcessAlive(pid)).toBe(false)
  })

  it('gives up on a process that never comes up, and stops the others', async () => {
    const start = startSupervisor([describeChild('sound'), describeChild('sick', 'dies-at-start')])
    await expect(start).rejects.toThrow(/The sick process does not start: it ended 3 times, last with code 3/)
    expect(eventsOf('started').filter(({ name }) => name === 'sick')).toHaveLength(3)
    expect(readJournal().some(({ pid }) => isProcessAlive(pid))).toBe(false)
  })

  it('leaves no orphans when it is killed itself', async () => {
    const supervisor = spawn(process.execPath, ['--import', 'tsx', fixture('supervisor-fixture.ts'), journal], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    await new Promise((resolve) => supervisor.once('message', resolve))
    const pids = eventsOf('started').map(({ pid }) => pid)
    expect(pids).toHaveLength(2)
    supervisor.kill('SIGKILL')
    expect(await waitFor(() => pids.every((pid) => !isProcessAlive(pid)))).toBe(true)
    expect(eventsOf('stopped')).toHaveLength(2)
  })
})
