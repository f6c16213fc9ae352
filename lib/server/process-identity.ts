import { readFileSync } from 'node:fs'

/** State and start time of a process from Linux's `/proc`; null elsewhere, or where there is no such process. */
function readProcStat(pid: number): { state: string; startedAt: string } | null {
  try {
    // The command name (field 2) is in parentheses and may hold spaces: count the fields behind it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return { state: fields[0] ?? '', startedAt: fields[19] ?? '' }
  } catch {
    return null
  }
}

/** Whether a process runs. A zombie, which a container's PID 1 may never reap, does not. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it exists and belongs to someone else.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  const stat = readProcStat(pid)
  return stat === null || !['Z', 'X'].includes(stat.state)
}

/** A name for a process that outlives the reuse of its number, as after a container's restart (on Linux; elsewhere the number). */
export function identifyProcess(pid: number): string {
  return `${pid}:${readProcStat(pid)?.startedAt ?? ''}`
}

/** Whether the process that `identifyProcess` once named still runs. */
export function isIdentityAlive(identity: string): boolean {
  const pid = Number(identity.split(':')[0])
  return Number.isInteger(pid) && pid > 0 && isProcessAlive(pid) && identifyProcess(pid) === identity
}
