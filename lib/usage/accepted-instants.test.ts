import { expect, test } from 'vitest'
import { findInstantFault } from './accepted-instants'

const now = Date.parse('2026-05-14T09:30:00Z')

test.each([
  ['now', '2026-05-14T09:30:00Z', null],
  ['ten minutes ahead', '2026-05-14T09:40:00Z', null],
  ['later than that', '2026-05-14T09:40:00.001Z', /10 minutes ahead/],
  ['36 months back', '2023-05-14T09:30:00Z', null],
  ['further back', '2023-05-14T09:29:59.999Z', /36 months back/],
  ['epoch seconds read as milliseconds', '1970-01-21T14:00:00Z', /check the unit/],
  ['no instant', 'never', /is no instant/],
])('a call of %s is taken or refused with a reason', (_name, at, fault) => {
  const found = findInstantFault(Date.parse(at), now)
  if (fault === null) expect(found).toBeNull()
  else expect(found).toMatch(fault)
})
