import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { toFieldErrors } from './field-errors'

const schema = z.object({
  name: z.string('is text'),
  events: z.array(z.object({ model: z.string('is text'), tags: z.array(z.string('is text')) })),
})

describe('toFieldErrors', () => {
  it('names each field as in JSON', () => {
    const parsed = schema.safeParse({
      name: 1,
      events: [
        { model: 'm', tags: [] },
        { model: 2, tags: ['a', 3] },
      ],
    })
    expect(parsed.error && toFieldErrors(parsed.error)).toEqual([
      { path: 'name', message: 'is text' },
      { path: 'events[1].model', message: 'is text' },
      { path: 'events[1].tags[1]', message: 'is text' },
    ])
  })

  it('has an empty path for the whole, and begins with the index in a list', () => {
    const whole = z.object({}, 'is an object').safeParse(1)
    const list = z.array(z.object({ a: z.string('is text') })).safeParse([{ a: 1 }])
    expect(whole.error && toFieldErrors(whole.error)).toEqual([{ path: '', message: 'is an object' }])
    expect(list.error && toFieldErrors(list.error)).toEqual([{ path: '[0].a', message: 'is text' }])
  })
})
