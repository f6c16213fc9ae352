import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

interface RunningProcess {
  readonly pid: number
  readonly parent: number
  readonly residentKb: number
}

const sampleEveryMs = 500

/** Watches processes with their children, and remembers the most memory that each family held. */
export function watchMemory(families: Readonly<Record<string, number | undefined>>): { stop(): Record<string, number> } {
  const peaks: Record<string, number> = {}
  const sample = () => {
    const running = listProcesses()
    for (const [name, root] of Object.entries(families)) {
      if (root === undefined) continue
      const bytes = findFamily(running, root).reduce((sum, one) => sum + readProportional(one), 0)
      peaks[name] = Math.max(peaks[name] ?? 0, bytes)
    }
  }
  const timer = setInterval(sample, sampleEveryMs)
  sample()
  return {
    stop() {
      clearInterval(timer)
      return peaks
    },
  }
}

function listProcesses(): RunningProcess[] {
  const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8' })
  return text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0, residentKb = 0]) => ({ pid, parent, residentKb }))
}

function findFamily(running: readonly RunningProcess[], root: number): RunningProcess[] {
  const children = running.filter(({ parent }) => parent === root).flatMap(({ pid }) => findFamily(running, pid))
  return [...running.filter(({ pid }) => pid === root), ...children]
}

/** What is shared is counted once where the system says how much that is; else the resident size, which counts it each time. */
function readProportional({ pid, residentKb }: RunningProcess): number {
  try {
    const found = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
    return Number(found?.[1] ?? residentKb) * 1024
  } catch {
    return residentKb * 1024
  }
}
