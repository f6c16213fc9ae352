import { describe, expect, it, test } from 'vitest'
import { AppError, problemResponse, toProblem } from './errors'

describe('a problem document', () => {
  it('says what an expected failure says, with the fields at fault and the request id', () => {
    const error = new AppError('invalid', 'Some fields need another value.', { errors: [{ path: 'slug', message: 'is taken' }] })
    expect(toProblem(error, 'request-1')).toEqual({
      type: 'urn:ascribe:problem:invalid',
      title: 'Nothing acceptable in the request',
      status: 422,
      detail: 'Some fields need another value.',
      code: 'invalid',
      request_id: 'request-1',
      errors: [{ path: 'slug', message: 'is taken' }],
    })
  })

  it('leaves out what there is not', () => {
    expect(toProblem(new AppError('not_found', 'No such team.'))).toEqual({
      type: 'urn:ascribe:problem:not_found',
      title: 'Not found',
      status: 404,
      detail: 'No such team.',
      code: 'not_found',
    })
  })

  test.each([
    ['an error', new Error('relation "secret_table" does not exist')],
    ['a text', 'secret_table'],
    ['an object', { message: 'secret_table' }],
    ['nothing', undefined],
    ['an error that calls itself one of ours', Object.assign(new Error('secret_table'), { name: 'AppError', code: 'invalid' })],
  ])('says nothing of the cause where %s was thrown', (_what, thrown) => {
    const problem = toProblem(thrown, 'request-1')
    expect(problem).toMatchObject({ status: 500, code: 'internal', request_id: 'request-1' })
    expect(JSON.stringify(problem)).not.toContain('secret_table')
  })

  it('does not carry the cause of an expected failure', () => {
    const error = new AppError('unavailable', 'Try again.', { cause: new Error('password of db') })
    expect(JSON.stringify(toProblem(error))).not.toContain('password of db')
  })
})

describe('a problem response', () => {
  it('is a problem document that no cache keeps', async () => {
    const response = problemResponse(new AppError('conflict', 'Taken.'), 'request-1', { 'x-request-id': 'request-1' })
    expect(response.status).toBe(409)
    expect(Object.fromEntries(response.headers)).toEqual({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-request-id': 'request-1',
    })
    expect(await response.json()).toEqual(toProblem(new AppError('conflict', 'Taken.'), 'request-1'))
  })

  test.each([
    [4.2, '5'],
    [0, '1'],
    [-3, '1'],
    [60, '60'],
    [undefined, null],
  ])('asks to wait whole seconds, at least one: %s', (retryAfterSeconds, header) => {
    const response = problemResponse(
      new AppError('rate_limited', 'Wait.', retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    )
    expect(response.headers.get('retry-after')).toBe(header)
  })
})
