import { describe, expect, it } from 'vitest'
import { createGroupCommit } from './group-commit'

class Passing extends Error {}
class Away extends Error {}

function createGroups(write: (requests: readonly string[]) => Promise<string[]>) {
  return createGroupCommit<string, string>({
    write,
    sizeOf: () => 1,
    maxGroupSize: 10,
    isTransient: (error) => error instanceof Passing,
    isEveryones: (error) => error instanceof Away,
  })
}

describe('a group', () => {
  it('takes in what came together, and answers each request with its own result', async () => {
    const groups: number[] = []
    const commit = createGroups(async (requests) => {
      groups.push(requests.length)
      return requests.map((request) => `${request}!`)
    })
    const names = Array.from({ length: 25 }, (_, index) => `r${index}`)
    expect(await Promise.all(names.map(commit.submit))).toEqual(names.map((name) => `${name}!`))
    expect(groups).toEqual([10, 10, 5])
    await commit.drain()
  })

  it('is tried once more after a deadlock, and only once', async () => {
    let tries = 0
    const commit = createGroups(async (requests) => {
      tries += 1
      if (tries === 1 || requests.includes('stuck')) throw new Passing()
      return [...requests]
    })
    expect(await commit.submit('fine')).toBe('fine')
    await expect(commit.submit('stuck')).rejects.toBeInstanceOf(Passing)
    expect(tries).toBe(4)
  })

  it('is not split when nobody is to blame', async () => {
    let tries = 0
    const commit = createGroups(async () => {
      tries += 1
      throw new Away()
    })
    const all = await Promise.allSettled(['a', 'b', 'c'].map(commit.submit))
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(tries).toBe(1)
  })

  it('never has more than two groups on their way', async () => {
    let inFlight = 0
    let most = 0
    const commit = createGroups(async (requests) => {
      inFlight += 1
      most = Math.max(most, inFlight)
      await new Promise((resolve) => setTimeout(resolve, 2))
      inFlight -= 1
      return [...requests]
    })
    await Promise.all(Array.from({ length: 60 }, (_, index) => commit.submit(String(index))))
    expect(most).toBe(2)
  })
})
