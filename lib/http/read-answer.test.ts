import { describe, expect, it } from 'vitest'
import { Refusal, readAnswer, tellRefusal } from './read-answer'

const refusalOf = (response: Response) =>
  readAnswer(response).then(
    () => null,
    (error: unknown) => error,
  )

describe('an answer of the API in the browser', () => {
  it('is its JSON', async () => {
    expect(await readAnswer(Response.json({ rows: [1] }))).toEqual({ rows: [1] })
  })

  it('is refused in the words of the problem, with the fields at fault', async () => {
    const errors = [{ path: 'month', message: 'must be YYYY-MM' }]
    const error = await refusalOf(Response.json({ detail: 'One field is at fault.', errors }, { status: 422 }))
    expect(error).toBeInstanceOf(Refusal)
    expect(error).toMatchObject({ message: 'One field is at fault.', errors })
  })

  it.each([
    ['no fields', { detail: 'Not yours.' }],
    ['fields of another form', { detail: 'Not yours.', errors: 'none' }],
  ])('keeps the words of a problem with %s', async (_, problem) => {
    expect(await refusalOf(Response.json(problem, { status: 403 }))).toMatchObject({ message: 'Not yours.', errors: [] })
  })

  it.each(['<html>Bad gateway</html>', '{"message":"other"}', ''])('names the status where %j is no problem', async (body) => {
    expect(await refusalOf(new Response(body, { status: 502 }))).toMatchObject({
      message: 'The server answered 502.',
      errors: [],
    })
  })
})

describe('a refusal in words', () => {
  it('names each field, or says what was said where there is none', () => {
    const fields = [
      { path: 'month', message: 'must be YYYY-MM' },
      { path: 'basis', message: 'is unknown' },
    ]
    expect(tellRefusal(new Refusal('Two fields are at fault.', fields))).toBe('month must be YYYY-MM; basis is unknown.')
    expect(tellRefusal(new Refusal('Not yours.'))).toBe('Not yours.')
    expect(tellRefusal(new Error('Failed to fetch'))).toBe('Failed to fetch')
  })
})
