import { expect, it } from 'vitest'
import { createSeriesCap } from './series-cap'
import { toSeriesDimensions } from './series-columns'
import { makeEvent } from './testing/make-event'
import { createTestLedger } from './testing/test-ledger'

const { client, sql } = await createTestLedger()

it('never caps what is registered, or another name of it, in whatever case it is sent', async () => {
  await sql`insert into team (slug, name) values ('care', 'Care')`
  await sql`insert into project (slug, name) values ('shop', 'Shop')`
  await sql`insert into service (slug, name) values ('triage', 'Triage')`
  await sql`insert into provider_key (key, name) values ('Key-1', 'Key')`
  await sql`insert into registry_alias (kind, alias, target)
    values ('team', 'old care', 'care'), ('project', 'the shop', 'shop'), ('service', 'tri', 'triage')`
  const cap = createSeriesCap(client, 1)
  const row = (names: { tagTeam: string; project: string; service: string; apiKey: string }) =>
    toSeriesDimensions(makeEvent('x', { dimensions: { ...names, tagBasis: 'tag' } }).dimensions, false)
  const first = row({ tagTeam: 'a', project: 'a', service: 'a', apiKey: 'a' })
  const unknown = row({ tagTeam: 'b', project: 'b', service: 'b', apiKey: 'key-1' })
  const registered = row({ tagTeam: 'care', project: 'shop', service: 'triage', apiKey: 'Key-1' })
  const alias = row({ tagTeam: ' Old Care', project: 'The Shop', service: 'TRI', apiKey: 'Key-1' })
  const placed = await cap([first, unknown, registered, alias], new Date())
  expect(placed.map(({ stated }) => stated)).toEqual([
    null,
    { tag_team: 'b', project: 'b', service: 'b', api_key: 'key-1' },
    null,
    null,
  ])
  // Also once the day is full.
  expect((await createSeriesCap(client, 1)([unknown, alias], new Date())).map(({ row: of }) => of.isCapped)).toEqual([
    true,
    false,
  ])
})
