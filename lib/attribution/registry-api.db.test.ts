import { afterAll, describe, expect, it, test, vi } from 'vitest'
import { usageSeries } from '@/lib/db/schema/usage'
import { engineerActor, makeCostCenter, makeKey, makeTeam, uniqueSlug } from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import type { Handler } from '@/lib/http/handler'
import { onNewSeries } from './attribute-series'
import { registryHandlers } from './registry-commands/entry-handlers'
import { getMappings, postMapping } from './registry-commands/mapping-handlers'
import {
  deleteAlias,
  getAliases,
  getSeen,
  postAccept,
  postAlias,
  postImport,
  postMerge,
} from './registry-commands/registry-handlers'
import { seriesRow } from './testing/series'

const { list: getTeams, create: postTeam, change: patchTeam } = registryHandlers.team
const { list: getCostCenters, create: postCostCenter, change: patchCostCenter } = registryHandlers.cost_center
const { list: getBusinessUnits, create: postBusinessUnit, change: patchBusinessUnit } = registryHandlers.business_unit

vi.stubEnv('AUTH_SECRET', 'a-secret-of-tests-of-32-characters')
afterAll(() => vi.unstubAllEnvs())

const { db, url } = await createTestDatabase()
await pointProcessAt(url)
const { secret: key } = await makeKey(db, { scopes: ['admin'] })
const { secret: reader } = await makeKey(db, { scopes: ['reports:read'] })
const { secret: sender } = await makeKey(db, { scopes: ['ingest'] })

const send = async (handler: Handler, path: string, options: Parameters<typeof makeRequest>[1] = {}) =>
  handler(await makeRequest(`/api/v1${path}`, { key, ...options }), { requestId: 'request-1', address: '192.0.2.7' })
async function call(handler: Handler, path: string, options: Parameters<typeof makeRequest>[1] = {}) {
  const response = await send(handler, path, options)
  return { status: response.status, body: await response.json() }
}

describe('/api/v1/teams', () => {
  it('registers a team with its cost centre, lists it and renames it', async () => {
    const [slug, { code }] = [uniqueSlug('team'), await makeCostCenter(db)]
    await db.transaction(async (tx) =>
      onNewSeries(
        tx,
        await tx
          .insert(usageSeries)
          .values(seriesRow({ tagTeam: slug }))
          .returning(),
      ),
    )
    const made = { slug, name: 'Support', cost_center: code, business_unit: null, archived_from: null, people: 0, series: 1 }
    expect(await call(postTeam, '/teams', { body: { slug, name: 'Support', cost_center: code } })).toEqual({
      status: 201,
      body: made,
    })
    const { body } = await call(getTeams, `/teams?q=${slug}`, { key: reader })
    expect(body).toMatchObject({ as_of: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), teams: expect.arrayContaining([made]) })
    const renamed = await call(patchTeam, `/teams/${slug}`, { method: 'PATCH', body: { name: 'Help' } })
    expect(renamed).toEqual({ status: 200, body: { ...made, name: 'Help' } })
  })

  it('archives from a day and restores', async () => {
    const { slug } = await makeTeam(db)
    const patch = (body: unknown) => call(patchTeam, `/teams/${slug}`, { method: 'PATCH', body })
    expect((await patch({ archived_from: '2026-05-01' })).body).toMatchObject({ archived_from: '2026-05-01' })
    expect((await patch({ archived_from: null, name: 'Back' })).body).toMatchObject({ archived_from: null, name: 'Back' })
  })

  test.each<[string, unknown, number, string]>([
    [
      'a free-form slug, with one that would do',
      { slug: 'Support Ops', name: 'x' },
      422,
      'slug: uses lower-case letters, digits and single hyphens, for example support-ops',
    ],
    ['no slug', { name: 'x' }, 422, 'slug: is needed, as text'],
    ['a number for a name', { slug: 'x', name: 7 }, 422, 'name: is needed, as text'],
    [
      'a cost centre that is not there',
      { slug: 'new', name: 'x', cost_center: 'CC-0' },
      422,
      'cost_center: no cost centre is registered as "CC-0"',
    ],
    ['a field that does not exist', { slug: 'new', name: 'x', costCenter: 'CC-0' }, 422, ': Unrecognized key: "costCenter"'],
    ['a list', [], 422, ': Invalid input: expected object, received array'],
  ])('refuses %s', async (_what, body, status, error) => {
    const answer = await call(postTeam, '/teams', { body })
    expect(answer.status).toBe(status)
    expect(answer.body.errors.map(({ path, message }: { path: string; message: string }) => `${path}: ${message}`)).toContain(
      error,
    )
    expect((await call(getTeams, '/teams')).body.teams.some(({ slug }: { slug: string }) => slug === 'new')).toBe(false)
  })

  it('refuses a taken slug by 409 and a team that is not there by 404', async () => {
    const { slug } = await makeTeam(db)
    expect(await call(postTeam, '/teams', { body: { slug, name: 'x' } })).toMatchObject({
      status: 409,
      body: { errors: [{ path: 'slug' }] },
    })
    const patch = (path: string) => call(patchTeam, path, { method: 'PATCH', body: { name: 'x' } })
    expect(await patch('/teams/nowhere')).toMatchObject({ status: 404, body: { detail: 'No team is registered as "nowhere".' } })
    expect(await patch('/teams/%E0%A4%A')).toMatchObject({ status: 404 })
    expect(await call(patchTeam, `/teams/${slug}`, { method: 'PATCH', body: {} })).toMatchObject({ status: 422 })
    expect(await call(patchTeam, `/teams/${slug}`, { method: 'PATCH', body: { archived_from: 'today' } })).toMatchObject({
      body: { errors: [{ path: 'archived_from' }] },
    })
  })

  it('comes as CSV in which nothing is a formula', async () => {
    const { slug } = await makeTeam(db, { name: '=1+1, "x"' })
    const response = await send(getTeams, '/teams?format=csv')
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const lines = (await response.text()).split('\r\n')
    expect(lines[0]).toBe('slug,name,cost_center,from,archived_from')
    expect(lines).toContain(`${slug},"'=1+1, ""x""",,,`)
    expect(await call(getTeams, '/teams?format=xml')).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'format', message: 'is json or csv' }] },
    })
  })
})

describe('who may', () => {
  const body = { slug: 'x', name: 'x' }
  test.each<[string, Parameters<typeof makeRequest>[1], number, number]>([
    ['nobody', { key: undefined }, 401, 401],
    ['a key that reads reports', { key: reader }, 200, 403],
    ['a key that sends usage', { key: sender }, 403, 403],
  ])('%s', async (_who, options, reading, writing) => {
    expect((await call(getTeams, '/teams', options)).status).toBe(reading)
    expect((await call(getMappings, '/mappings', options)).status).toBe(reading)
    expect((await call(postTeam, '/teams', { ...options, body })).status).toBe(writing)
    expect((await call(postMapping, '/mappings', { ...options, body })).status).toBe(writing)
  })

  it('an engineer reads the registry and changes nothing', async () => {
    const { sessionId } = await engineerActor(db)
    expect((await call(getCostCenters, '/cost-centers', { key: undefined, sessionId })).status).toBe(200)
    expect(
      (await call(postCostCenter, '/cost-centers', { key: undefined, sessionId, body: { code: 'x', name: 'x' } })).status,
    ).toBe(403)
  })
})

describe('/api/v1/cost-centers, /business-units and /mappings', () => {
  it('map a team to a cost centre and that to a business unit, and give it back', async () => {
    const [unit, code, { slug }] = [uniqueSlug('unit'), uniqueSlug('cc'), await makeTeam(db)]
    expect(await call(postBusinessUnit, '/business-units', { body: { slug: unit, name: 'Commerce' } })).toEqual({
      status: 201,
      body: { slug: unit, name: 'Commerce', archived: false, cost_centers: 0 },
    })
    expect(await call(postCostCenter, '/cost-centers', { body: { code, name: 'Care', business_unit: unit } })).toEqual({
      status: 201,
      body: { code, name: 'Care', gl_account: null, owner_email: null, business_unit: unit, archived: false, teams: 0 },
    })
    const mapping = { kind: 'team_cost_center', team: slug, cost_center: code, from: '2026-01-01', to: null }
    const { to, ...openEnded } = mapping
    expect(await call(postMapping, '/mappings', { body: openEnded })).toEqual({
      status: 201,
      body: { changed: true, mappings: [mapping] },
    })
    expect(await call(postMapping, '/mappings', { body: mapping })).toEqual({
      status: 200,
      body: { changed: false, mappings: [mapping] },
    })
    const { body } = await call(getMappings, '/mappings?limit=1000')
    const toUnit = { kind: 'cost_center_business_unit', cost_center: code, business_unit: unit, from: null, to: null }
    expect(body.mappings).toEqual(expect.arrayContaining([mapping, toUnit]))
    const csv = await (await send(getMappings, '/mappings?format=csv&kind=team_cost_center')).text()
    expect(csv.split('\r\n')[0]).toBe(
      'kind,team,cost_center,business_unit,project,product_line,service,provider_key,pool,exclusive,from,to',
    )
    expect(csv).toContain(`\r\nteam_cost_center,${slug},${code},,,,,,,,2026-01-01,\r\n`)
    expect(csv).not.toContain('cost_center_business_unit,')
    expect((await call(getBusinessUnits, '/business-units')).body.business_units).toContainEqual({
      slug: unit,
      name: 'Commerce',
      archived: false,
      cost_centers: 1,
    })
    const patched = await call(patchBusinessUnit, `/business-units/${unit}`, { method: 'PATCH', body: { name: 'Trade' } })
    expect(patched.body).toMatchObject({ name: 'Trade' })
  })

  it('refuse to archive a cost centre in use, and rename nothing along with it', async () => {
    const [{ code }, { slug }] = [await makeCostCenter(db, { name: 'Before' }), await makeTeam(db)]
    await call(postMapping, '/mappings', { body: { kind: 'team_cost_center', team: slug, cost_center: code, from: null } })
    const patch = (body: unknown) => call(patchCostCenter, `/cost-centers/${code}`, { method: 'PATCH', body })
    expect(await patch({ name: 'After', archived: true })).toMatchObject({
      status: 409,
      body: { errors: [{ path: 'archived' }] },
    })
    expect((await patch({ name: 'Before' })).body).toMatchObject({ name: 'Before', archived: false })
    expect(await patch({ archived: 'yes' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'archived', message: 'is true or false' }] },
    })
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['a kind that does not exist', { kind: 'team_project' }, 'kind'],
    ['an owner that is not named', { cost_center: undefined }, 'cost_center'],
    ['a first day that is not named', { from: undefined }, 'from'],
    ['a last day before the first', { from: '2026-05-01', to: '2026-04-01' }, 'to'],
    [
      'a business unit that is not there',
      { kind: 'cost_center_business_unit', cost_center: 'CC-7', business_unit: 'nowhere' },
      'cost_center',
    ],
  ])('refuse %s', async (_what, change, path) => {
    const body = { kind: 'team_cost_center', team: 'nowhere', cost_center: 'CC-0', from: '2026-01-01', ...change }
    expect(await call(postMapping, '/mappings', { body })).toMatchObject({ status: 422, body: { errors: [{ path }] } })
  })
})

describe('/api/v1/registry and the other kinds', () => {
  it('lists in pages, finds, and describes one', async () => {
    const mark = uniqueSlug('page')
    for (const name of ['a', 'b', 'c']) {
      expect((await call(registryHandlers.service.create, '/services', { body: { slug: `${mark}-${name}`, name } })).status).toBe(
        201,
      )
    }
    const list = (query: string) => call(registryHandlers.service.list, `/services?q=${mark}&${query}`)
    const { body } = await list('limit=2')
    expect(body.services.map(({ name }: { name: string }) => name)).toEqual(['a', 'b'])
    const rest = await list(`limit=2&cursor=${body.next_cursor}`)
    expect(rest.body).toMatchObject({ services: [{ slug: `${mark}-c`, team: null, archived: false }], next_cursor: null })
    expect(await list('limit=0')).toMatchObject({ status: 422, body: { errors: [{ path: 'limit' }] } })
    const one = `/services/${mark}-a`
    await call(registryHandlers.service.change, one, { method: 'PATCH', body: { archived: true, name: 'A' } })
    expect((await call(registryHandlers.service.read, one)).body).toMatchObject({ name: 'A', archived: true })
    expect((await list('in_use=true')).body.services).toHaveLength(2)
  })

  it('takes a file only with the fingerprint of its dry run', async () => {
    const slug = uniqueSlug('file')
    const body = { kind: 'team', csv: `slug,name\n${slug},New\nBad Name,x\n` }
    const dry = await call(postImport, '/registry/import', { body })
    expect(dry).toMatchObject({
      status: 200,
      body: {
        dry_run: true,
        counts: { added: 1, refused: 1 },
        rows: [
          { line: 2, name: slug, outcome: 'added' },
          { line: 3, outcome: 'refused', column: 'slug' },
        ],
        ignored_columns: [],
      },
    })
    const send = (change: object) => call(postImport, '/registry/import', { body: { ...body, dry_run: false, ...change } })
    expect(await send({})).toMatchObject({ status: 422, body: { errors: [{ path: 'fingerprint' }] } })
    expect(await send({ fingerprint: 'another' })).toMatchObject({ status: 409 })
    expect(await send({ fingerprint: dry.body.fingerprint })).toMatchObject({ status: 200, body: { dry_run: false } })
    expect((await call(registryHandlers.team.read, `/teams/${slug}`)).status).toBe(200)
    expect(await call(postImport, '/registry/import', { body: { kind: 'team', csv: 'name\nx' } })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'csv' }] },
    })
    expect((await call(postImport, '/registry/import', { key: reader, body })).status).toBe(403)
  })

  it('merges, and names aliases that come and go', async () => {
    const [gone, stays] = [await makeTeam(db), await makeTeam(db)]
    const merge = { kind: 'team', code: gone.slug, into: stays.slug, from: '2026-10-01' }
    expect((await call(postMerge, '/registry/merge', { body: { ...merge, code: 'nowhere' } })).body.errors[0].path).toBe('code')
    expect(await call(postMerge, '/registry/merge', { body: merge })).toMatchObject({ status: 200, body: merge })
    const { body } = await call(getAliases, `/aliases?target=${stays.slug}`)
    expect(body.aliases).toMatchObject([{ kind: 'team', alias: gone.slug, target: stays.slug }])
    const remove = (id: string) => call(deleteAlias, `/aliases/${id}`, { method: 'DELETE' })
    expect((await remove(body.aliases[0].id)).status).toBe(200)
    expect((await remove(body.aliases[0].id)).status).toBe(404)
    expect((await remove('no-id')).status).toBe(404)
    const added = await call(postAlias, '/aliases', { body: { kind: 'environment', alias: ' PRD ', target: 'production' } })
    expect(added).toMatchObject({ status: 201, body: { alias: 'prd' } })
  })

  it('lists what usage names and accepts it, but no conversation', async () => {
    const [service, conversation] = [uniqueSlug('seen'), '550e8400-e29b-41d4-a716-446655440000']
    for (const name of [service, conversation]) {
      await db.transaction(async (tx) =>
        onNewSeries(
          tx,
          await tx
            .insert(usageSeries)
            .values(seriesRow({ service: name }))
            .returning(),
        ),
      )
    }
    const seen = async (q: string) => (await call(getSeen, `/registry/seen?kind=service&q=${q}`)).body.seen
    expect(await seen(service)).toMatchObject([{ name: service, acceptable: true, reason: null }])
    expect(await seen(conversation)).toMatchObject([
      { acceptable: false, reason: expect.stringContaining('a conversation id is for debugging and cannot own spend') },
    ])
    const accept = (names: string[]) => call(postAccept, '/registry/accept', { body: { kind: 'service', names } })
    expect(await accept([service, conversation])).toMatchObject({ status: 422, body: { errors: [{ path: 'names[1]' }] } })
    expect(await accept([service])).toMatchObject({ status: 200, body: { added: 1 } })
    expect(await seen(service)).toEqual([])
  })
})
