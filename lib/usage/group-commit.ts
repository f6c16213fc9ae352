/** How concurrent requests are written together. */
interface GroupCommitOptions<Request, Result> {
  /** Writes the requests in one transaction and answers each. Throws when none of it was stored, or nobody knows. */
  readonly write: (requests: readonly Request[]) => Promise<readonly Result[]>
  /** How much of a group's room a request takes. */
  readonly sizeOf: (request: Request) => number
  readonly maxGroupSize: number
  /** Worth trying the same group once more. */
  readonly isTransient: (error: unknown) => boolean
  /** Not the fault of any request: splitting the group would only repeat it. */
  readonly isEveryones: (error: unknown) => boolean
}

interface Waiting<Request, Result> {
  readonly request: Request
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/** One group is being written while the next one is prepared and sent. */
const maxInFlight = 2

/** Fewer than these wait for the group in flight: two small groups cost nearly twice what one does. */
const minSizeBeside = 32

/**
 * Shares transactions among concurrent requests: a group is written as soon as none is in flight, or one is and enough wait for
 * another beside it, and takes in everything that came since. There is no timer: an idle ledger writes at once, a busy one in groups as large as it is busy.
 * A group that fails is tried once more where that may help, then split in halves until only the guilty request fails.
 */
export function createGroupCommit<Request, Result>(options: GroupCommitOptions<Request, Result>) {
  const { write, sizeOf, maxGroupSize, isTransient, isEveryones } = options
  let waiting: Waiting<Request, Result>[] = []
  let inFlight = 0
  let isPumping = false
  let idle: (() => void)[] = []

  async function settle(group: readonly Waiting<Request, Result>[], isSecondTry = false): Promise<void> {
    let results: readonly Result[]
    try {
      results = await write(group.map(({ request }) => request))
    } catch (error) {
      if (!isSecondTry && isTransient(error)) return settle(group, true)
      if (group.length === 1 || isEveryones(error)) {
        for (const { reject } of group) reject(error)
        return
      }
      const middle = Math.ceil(group.length / 2)
      await settle(group.slice(0, middle))
      await settle(group.slice(middle))
      return
    }
    for (const [index, { resolve, reject }] of group.entries()) {
      const result = results[index]
      if (result === undefined) reject(new Error('a written request got no answer'))
      else resolve(result)
    }
  }

  function takeGroup(): Waiting<Request, Result>[] {
    let size = 0
    let count = 0
    for (const { request } of waiting) {
      size += sizeOf(request)
      if (count > 0 && size > maxGroupSize) break
      count += 1
    }
    const group = waiting.slice(0, count)
    waiting = waiting.slice(count)
    return group
  }

  function hasSize(wanted: number): boolean {
    let size = 0
    return waiting.some(({ request }) => {
      size += sizeOf(request)
      return size >= wanted
    })
  }

  const mayWrite = () => (inFlight === 0 ? waiting.length > 0 : inFlight < maxInFlight && hasSize(minSizeBeside))

  function pump(): void {
    isPumping = false
    while (mayWrite()) {
      inFlight += 1
      void settle(takeGroup()).finally(() => {
        inFlight -= 1
        pump()
      })
    }
    if (inFlight === 0 && waiting.length === 0) {
      for (const resolve of idle) resolve()
      idle = []
    }
  }

  return {
    submit(request: Request): Promise<Result> {
      return new Promise((resolve, reject) => {
        waiting.push({ request, resolve, reject })
        // What arrives in the same turn of the event loop goes together.
        if (isPumping || inFlight === maxInFlight) return
        isPumping = true
        setImmediate(pump)
      })
    },
    /** Resolves when nothing waits and nothing is being written. */
    drain(): Promise<void> {
      if (inFlight === 0 && waiting.length === 0) return Promise.resolve()
      return new Promise((resolve) => idle.push(resolve))
    },
  }
}
