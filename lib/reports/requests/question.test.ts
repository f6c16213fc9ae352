import { describe, expect, it } from 'vitest'
import { mergeHours, takeEnough } from './busy-hours'
import { readQuestion, writeCursor } from './question'

const today = '2026-05-15'

describe('readQuestion', () => {
  it('asks for the month so far where nothing is named', () => {
    expect(readQuestion({}, today)).toMatchObject({ ok: true, question: { period: { from: '2026-05-01', to: '2026-05-16' } } })
  })

  it('completes half a period to the month that it ends in', () => {
    expect(readQuestion({ to: '2026-05-01' }, today)).toMatchObject({
      question: { period: { from: '2026-04-01', to: '2026-05-01' } },
    })
    expect(readQuestion({ from: '2026-03-05' }, today)).toMatchObject({
      question: { period: { from: '2026-03-05', to: '2026-05-16' } },
    })
  })

  it('looks for an id at any time, and takes an empty one for none', () => {
    expect(readQuestion({ request_id: ' r-1 ' }, today)).toMatchObject({ question: { period: null, requestId: 'r-1' } })
    expect(readQuestion({ trace_id: ' ' }, today)).toMatchObject({ question: { period: { from: '2026-05-01' }, traceId: null } })
  })

  it.each([
    [{ from: '2026-05-10', to: '2026-05-10' }, '“to” lies after from'],
    [{ from: '2020-01-01', to: '2026-05-10' }, '“to” is at most 1100 days'],
    [{ from: '2026-04-01', to: '2026-05-10', hour: ['2026-04-01T09:00:00Z'] }, 'where hours are asked for'],
    [{ request_id: 'r-1', hour: ['2026-04-01T09:00:00Z'] }, '“hour” needs a period'],
    [{ request_id: 'x'.repeat(257) }, '“request_id” is at most 256 characters'],
    [{ trace_id: 'a\0b' }, '“trace_id” holds a character'],
    [{ team: [''] }, '“team” is empty'],
    [{ day: ['yesterday'] }, '“day” is a day such as'],
  ])('refuses %o in words that name the parameter', (address, fault) => {
    const read = readQuestion(address, today)
    expect(read.ok ? '' : read.message).toContain(fault)
  })

  it('reads a cursor back, and takes anything else for none', () => {
    const eventKey = '0b5c1f7e-1111-4222-8333-444455556666'
    const cursor = writeCursor({ at: '2026-05-01T00:00:00.001Z', eventKey })
    expect(readQuestion({ cursor }, today)).toMatchObject({
      question: { after: { occurredAtMs: Date.UTC(2026, 4, 1) + 1, eventKey } },
    })
    expect(readQuestion({ cursor: '1.not-a-key' }, today)).toMatchObject({ question: { after: null } })
  })
})

describe('walking back in time', () => {
  const hour = (text: string) => new Date(`2026-05-01T${text}:00:00Z`)

  it('reads hours that touch as one span', () => {
    expect(mergeHours([hour('09'), hour('08'), hour('06')])).toEqual([
      { start: hour('08'), end: hour('10') },
      { start: hour('06'), end: hour('07') },
    ])
  })

  it('takes as many as hold enough, and never fewer than asked', () => {
    const busy = [3, 40, 20, 1].map((requests, key) => ({ key, requests }))
    const keys = (options: { requests: number; atLeast: number }) => takeEnough(busy, options).taken.map(({ key }) => key)
    expect(keys({ requests: 43, atLeast: 1 })).toEqual([0, 1])
    expect(keys({ requests: 44, atLeast: 1 })).toEqual([0, 1, 2])
    expect(keys({ requests: 1, atLeast: 3 })).toEqual([0, 1, 2])
    expect(takeEnough(busy, { requests: 1000, atLeast: 1 }).rest).toEqual([])
  })
})
