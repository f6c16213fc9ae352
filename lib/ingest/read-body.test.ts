import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { AppError } from '@/lib/errors'
import { createBodyBudget } from './body-budget'
import { readBody } from './read-body'

const post = (body: BodyInit | null, headers: Record<string, string> = {}) =>
  new Request('http://ascribe.test/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)

async function codeOf(request: Request, { maxBytes = 1_000, budget = createBodyBudget(1_000_000) } = {}): Promise<string> {
  const share = budget.open()
  try {
    const bytes = await readBody(request, maxBytes, share)
    return `${bytes.byteLength} bytes`
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  } finally {
    share.release()
    expect(budget.heldBytes).toBe(0)
  }
}

describe('readBody', () => {
  it('reads bodies as they are and gzip', async () => {
    expect(await codeOf(post('x'.repeat(1_000)))).toBe('1000 bytes')
    expect(await codeOf(post(gzipSync('x'.repeat(1_000)), { 'content-encoding': 'gzip' }))).toBe('1000 bytes')
    expect(await codeOf(post(null))).toBe('0 bytes')
  })

  it('refuses one byte too many, however it is packed or claimed', async () => {
    expect(await codeOf(post('x'.repeat(1_001)))).toBe('too_large')
    expect(await codeOf(post(gzipSync('x'.repeat(1_001)), { 'content-encoding': 'gzip' }))).toBe('too_large')
    expect(await codeOf(post('x', { 'content-length': '1001' }))).toBe('too_large')
  })

  it('stops at the limit of a gzip bomb, long before its end', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000))
    let peak = 0
    const budget = createBodyBudget(1_000_000_000)
    const watched = { ...budget, open: () => watch(budget.open(), (held) => (peak = Math.max(peak, held))) }
    expect(await codeOf(post(bomb, { 'content-encoding': 'gzip' }), { maxBytes: 1_000_000, budget: watched })).toBe('too_large')
    expect(peak).toBeLessThanOrEqual(1_000_000)
  })

  it('refuses gzip that is cut off or none, and other encodings', async () => {
    const whole = gzipSync(Buffer.from(Array.from({ length: 500 }, (_, index) => index % 251)))
    expect(await codeOf(post(whole.subarray(0, whole.length - 9), { 'content-encoding': 'gzip' }))).toBe('unreadable')
    expect(await codeOf(post('{}', { 'content-encoding': 'gzip' }))).toBe('unreadable')
    expect(await codeOf(post('{}', { 'content-encoding': 'br' }))).toBe('unsupported_media_type')
    expect(await codeOf(post('{}', { 'content-encoding': 'gzip, gzip' }))).toBe('unsupported_media_type')
  })

  it('asks to come again where all bodies together are too many, and takes the next once one is done', async () => {
    const budget = createBodyBudget(1_500)
    const first = budget.open()
    first.take(600)
    await expect(readBody(post('x'.repeat(1_000)), 1_000, budget.open())).rejects.toMatchObject({
      code: 'unavailable',
      retryAfterSeconds: 1,
    })
    first.release()
    expect((await readBody(post('x'.repeat(1_000)), 1_000, budget.open())).byteLength).toBe(1_000)
  })
})

function watch(share: ReturnType<ReturnType<typeof createBodyBudget>['open']>, onTake: (held: number) => void) {
  let held = 0
  return {
    take: (bytes: number) => {
      held += bytes
      onTake(held)
      share.take(bytes)
    },
    release: share.release,
  }
}
