import { describe, expect, it } from 'vitest'
import { createProgress } from './progress'

function capture(isTTY: boolean) {
  let text = ''
  let nowMs = 0
  const write = (more: string | Uint8Array) => {
    text += String(more)
    return true
  }
  const output = { isTTY, write }
  const progress = createProgress('Posting', output, () => nowMs)
  return { progress, read: () => text, wait: (ms: number) => (nowMs += ms) }
}

describe('progress', () => {
  it('is one line on a terminal, drawn over itself', () => {
    const { progress, read, wait } = capture(true)
    progress.show(0.5, 'half of it')
    wait(1_000)
    progress.show(1, 'all of it')
    progress.end('done')
    expect(read().split('\n')).toHaveLength(2)
    expect(read()).toContain('█'.repeat(14) + '░'.repeat(14))
    expect(read()).toContain('\rPosting: done')
  })

  it('is a plain line every five seconds in a log, without control characters', () => {
    const { progress, read, wait } = capture(false)
    for (let second = 0; second < 11; second++) {
      progress.show(second / 11, `${second}`)
      wait(1_000)
    }
    progress.end('done')
    expect(read()).toBe('Posting: 0 %, 0\nPosting: 45 %, 5\nPosting: 90 %, 10\nPosting: done\n')
  })
})
