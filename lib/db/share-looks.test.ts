import { describe, expect, it } from 'vitest'
import { shareLooks } from './share-looks'

describe('looks that are shared', () => {
  it('answer nobody by what was read before they asked', async () => {
    let truth = 'old'
    let release: (() => void) | undefined
    let looks = 0
    const look = shareLooks(async () => {
      looks += 1
      const read = truth
      if (looks === 1) {
        await new Promise<void>((resolve) => {
          release = resolve
        })
      }
      return read
    })
    const early = look()
    while (release === undefined) await new Promise((resolve) => setImmediate(resolve))
    truth = 'new'
    const late = [look(), look()]
    release()
    expect(await early).toBe('old')
    expect(await Promise.all(late)).toEqual(['new', 'new'])
    expect(looks).toBe(2)
  })

  it('fail for those who shared one, and not for the next', async () => {
    let fails = true
    const look = shareLooks(async () => {
      if (fails) throw new Error('away')
      return 'there'
    })
    const both = await Promise.allSettled([look(), look()])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    fails = false
    expect(await look()).toBe('there')
  })
})
