import pino from 'pino'
import { beforeEach, describe, expect, it } from 'vitest'
import { createKeySecret } from '@/lib/auth/key-secret'
import { currentRequestId, log, withRequestId } from './log'

const secret = createKeySecret()
let written: string[] = []

// The logger writes to standard output; here its lines are caught instead.
Object.assign(log, { [pino.symbols.streamSym]: { write: (line: string) => written.push(line) } })
log.level = 'info'

beforeEach(() => {
  written = []
})

const lines = (): Record<string, unknown>[] => written.map((line) => JSON.parse(line))

describe('the log', () => {
  it('is one JSON object to a line, with time, level, process and message', () => {
    log.warn({ records: 12 }, 'batch committed')
    expect(written).toHaveLength(1)
    expect(lines()[0]).toMatchObject({ level: 'warn', process: 'app', records: 12, msg: 'batch committed' })
    expect(lines()[0]?.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
  })

  it('carries the request id at whatever depth, and none outside', async () => {
    const deeper = async () => {
      await Promise.resolve()
      log.info('within')
      return currentRequestId()
    }
    const ids = await Promise.all(['a', 'b'].map((id) => withRequestId(id, deeper)))
    log.info('outside')
    expect(ids).toEqual(['a', 'b'])
    expect(lines().map(({ msg, request_id }) => [msg, request_id])).toEqual([
      ['within', 'a'],
      ['within', 'b'],
      ['outside', undefined],
    ])
    expect(currentRequestId()).toBeUndefined()
  })

  it('does not carry the facts of one line into the next', () => {
    withRequestId('a', () => {
      log.info({ records: 12, request_id: 'claimed' }, 'first')
      log.info('second')
      expect(currentRequestId()).toBe('a')
    })
    expect(lines()[1]).not.toHaveProperty('records')
    expect(lines()[1]).toMatchObject({ request_id: 'a' })
  })

  it.each([
    ['in a fact', () => log.info({ password: 'hunter2', headers: { authorization: 'hunter2' } }, 'x')],
    ['in a message', () => log.info(`used ${secret}`)],
    ['in a message’s arguments', () => log.info('used %s', secret)],
    ['in an error', () => log.error({ err: new Error(`used ${secret}`) }, 'x')],
    ['in an error without a message beside it', () => log.error({ err: new Error(`used ${secret}`) })],
    ['in an error alone', () => log.error(new Error(`used ${secret}`))],
    ['in an error’s cause', () => log.error({ err: new Error('x', { cause: new Error(`used ${secret}`) }) }, 'x')],
    ['in the values of a failed statement', () => log.error({ err: new Error('Failed query: x\nparams: hunter2') }, 'x')],
  ])('never shows a secret: %s', (_where, write) => {
    write()
    expect(written).toHaveLength(1)
    expect(written.join()).not.toContain(secret)
    expect(written.join()).not.toContain('hunter2')
    expect(written.join()).toContain('[redacted]')
  })

  it('tells an error with its kind, code and stack', () => {
    log.error({ err: Object.assign(new RangeError('too far'), { code: 'E_FAR' }) }, 'failed')
    expect(lines()[0]).toMatchObject({
      level: 'error',
      msg: 'failed',
      err: { name: 'RangeError', message: 'too far', code: 'E_FAR' },
    })
    expect(JSON.stringify(lines()[0])).toContain('log.test.ts')
  })
})
