import { and, eq } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { scopeFor } from '@/lib/auth/scope'
import { auditEntry } from '@/lib/db/schema/audit'
import { usageSeries } from '@/lib/db/schema/usage'
import { adminActor, leadActor, makeCostCenter, makeTeam, operator, uniqueSlug } from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { listAliases } from '@/lib/registry/aliases'
import { valueOn } from '@/lib/registry/dated-spans'
import { listEntries } from '@/lib/registry/entries'
import { mapTeam } from '@/lib/registry/mapping-commands'
import { readSpans } from '@/lib/registry/mappings'
import { findReportingDay } from '@/lib/registry/registry-version'
import { addDays } from '@/lib/time/calendar'
import { onNewSeries, reattribute } from '../attribute-series'
import { archiveTeam, createTeam, restoreTeam } from '../team-commands'
import { seriesRow } from '../testing/series'
import { acceptSeen } from './accept-command'
import { addAlias, removeAlias } from './alias-commands'
import { projectCommands, providerKeyCommands, serviceCommands } from './entry-commands'
import { importFile, previewImport } from './import-command'
import { mapMember } from './map-command'
import { mergeEntries } from './merge-command'
import { countSeen, listSeen } from './seen-queries'

const { db } = await createTestDatabase()

async function addSeries(change: Parameters<typeof seriesRow>[0]): Promise<number> {
  return db.transaction(async (tx) => {
    const rows = await tx.insert(usageSeries).values(seriesRow(change)).returning()
    await onNewSeries(tx, rows)
    return rows[0]?.id ?? 0
  })
}

/** Who owns a series on a day: a team's slug, or the reason for nobody. */
async function ownerOn(seriesId: number, day: string): Promise<string> {
  const { sql } = await import('drizzle-orm')
  const [row] = await db.execute<{ owner: string }>(sql`
    select coalesce(team.slug, reason) as owner from series_ownership left join team on team.id = team_id
    where series_id = ${seriesId} and period @> ${day}::date`)
  return row?.owner ?? 'not covered'
}

const auditsOf = (command: string, name: string) =>
  db
    .select()
    .from(auditEntry)
    .where(and(eq(auditEntry.command, command), eq(auditEntry.subjectName, name)))

describe('merging a team', () => {
  it('leaves the days before with the old one, and hands what belonged to it on', async () => {
    const [gone, stays, other] = [await makeTeam(db), await makeTeam(db), await makeTeam(db)]
    const project = uniqueSlug('project')
    await projectCommands.create(db, operator, { slug: project, name: 'P', team: gone.slug })
    await mapMember(db, operator, { kind: 'project_team', member: project, owner: other.slug, from: '2026-12-01' })
    const [tagged, ofProject] = [await addSeries({ tagTeam: gone.slug }), await addSeries({ project })]
    await addAlias(db, operator, { kind: 'team', alias: `${gone.slug}-old`, target: gone.slug })
    await mergeEntries(db, operator, { kind: 'team', id: gone.id, into: stays.slug, from: '2026-10-01' })
    expect([await ownerOn(tagged, '2026-09-30'), await ownerOn(tagged, '2026-10-01')]).toEqual([gone.slug, stays.slug])
    expect([
      await ownerOn(ofProject, '2026-09-30'),
      await ownerOn(ofProject, '2026-10-01'),
      await ownerOn(ofProject, '2026-12-01'),
    ]).toEqual([gone.slug, stays.slug, other.slug])
    expect((await listAliases(db, { kind: 'team', target: stays.slug })).map(({ alias }) => alias)).toEqual(
      [gone.slug, `${gone.slug}-old`].toSorted(),
    )
    expect((await auditsOf('registry.merge', gone.slug))[0]).toMatchObject({
      after: { mergedInto: stays.slug, from: '2026-10-01' },
    })
    await expect(restoreTeam(db, operator, { id: gone.id })).rejects.toMatchObject({ code: 'conflict' })
  })

  test.each<[string, (a: { slug: string }, b: { id: string; slug: string }) => Promise<string>, string]>([
    ['into itself', async (gone) => gone.slug, 'into'],
    ['into what is not there', async () => 'nowhere', 'into'],
    [
      'into an archived one',
      async (_, other) => {
        await archiveTeam(db, operator, { id: other.id, from: '2026-01-01' })
        return other.slug
      },
      'into',
    ],
  ])('is refused %s', async (_what, choose, path) => {
    const [gone, other] = [await makeTeam(db), await makeTeam(db)]
    const into = await choose(gone, other)
    await expect(mergeEntries(db, operator, { kind: 'team', id: gone.id, into, from: '2026-10-01' })).rejects.toMatchObject({
      errors: [{ path }],
    })
    expect((await listEntries(db, 'team', '2026-10-02', { codes: [gone.slug] }))[0]?.archivedFrom).toBeNull()
  })
})

describe('merging others', () => {
  it('moves a cost centre’s teams from the day on, each with its days', async () => {
    const [gone, stays, team] = [await makeCostCenter(db), await makeCostCenter(db), await makeTeam(db)]
    await mapTeam(db, operator, { team: team.slug, cost_center: gone.code, from: '2026-01-01', to: '2026-12-01' })
    await mergeEntries(db, operator, { kind: 'cost_center', id: gone.id, into: stays.code, from: '2026-10-01' })
    const spans = (await readSpans(db, 'team_cost_center', [team.id])).get(team.id)
    expect(spans).toEqual([
      { from: '2026-01-01', to: '2026-10-01', value: gone.code },
      { from: '2026-10-01', to: '2026-12-01', value: stays.code },
    ])
    expect((await listEntries(db, 'cost_center', '2026-11-01', { codes: [gone.code] }))[0]?.isArchived).toBe(true)
  })

  it('lets a project’s name stand for the other, whose team owns it', async () => {
    const [one, two] = [await makeTeam(db), await makeTeam(db)]
    const [gone, stays] = [uniqueSlug('gone'), uniqueSlug('stays')]
    const { id } = await projectCommands.create(db, operator, { slug: gone, name: 'G', team: one.slug })
    await projectCommands.create(db, operator, { slug: stays, name: 'S', team: two.slug })
    const series = await addSeries({ project: gone })
    await mergeEntries(db, operator, { kind: 'project', id, into: stays, from: '2026-10-01' })
    expect([await ownerOn(series, '2026-09-30'), await ownerOn(series, '2026-10-01')]).toEqual([one.slug, two.slug])
  })
})

describe('archiving', () => {
  test.each(['project', 'service', 'provider key'] as const)('a %s ends where it belongs from today on', async (kind) => {
    const owner = await makeTeam(db)
    const code = uniqueSlug('ends')
    const today = await findReportingDay(db, new Date())
    const input = { name: 'E', team: owner.slug }
    const [commands, made, series] =
      kind === 'project'
        ? [projectCommands, await projectCommands.create(db, operator, { slug: code, ...input }), { project: code }]
        : kind === 'service'
          ? [serviceCommands, await serviceCommands.create(db, operator, { slug: code, ...input }), { service: code }]
          : [
              providerKeyCommands,
              await providerKeyCommands.create(db, operator, { key: code, ...input, exclusive: true }),
              { apiKey: code },
            ]
    const id = await addSeries(series)
    await commands.archive(db, operator, { id: made.id })
    expect([await ownerOn(id, addDays(today, -1)), await ownerOn(id, today)]).toEqual([owner.slug, 'missing_team'])
    await commands.restore(db, operator, { id: made.id })
    expect(await ownerOn(id, today)).toBe('missing_team')
  })
})

describe('moving an exclusive key in mid-month', () => {
  it('leaves the days before with the old team, and a shared key decides nothing', async () => {
    const [one, two] = [await makeTeam(db), await makeTeam(db)]
    const [key, shared] = [uniqueSlug('key'), uniqueSlug('shared')]
    await providerKeyCommands.create(db, operator, { key, name: 'K', team: one.slug, exclusive: true })
    await providerKeyCommands.create(db, operator, { key: shared, name: 'S', team: one.slug })
    const [series, other] = [await addSeries({ apiKey: key }), await addSeries({ apiKey: shared })]
    expect(await ownerOn(other, '2026-10-14')).toBe('missing_team')
    await mapMember(db, operator, {
      kind: 'provider_key_team',
      member: key,
      owner: two.slug,
      exclusive: true,
      from: '2026-10-15',
    })
    expect([await ownerOn(series, '2026-10-14'), await ownerOn(series, '2026-10-15')]).toEqual([one.slug, two.slug])
  })
})

describe('what cannot own spend', () => {
  const conversation = '550e8400-e29b-41d4-a716-446655440000'
  const reason = expect.stringContaining('a conversation id is for debugging and cannot own spend')

  it('is refused as a team, project or service, as an alias, and when it is mapped', async () => {
    const { slug } = await makeTeam(db)
    const at = (path: string) => ({ errors: [{ path, message: reason }] })
    await expect(createTeam(db, operator, { slug: conversation, name: 'x' })).rejects.toMatchObject(at('slug'))
    await expect(projectCommands.create(db, operator, { slug: conversation, name: 'x' })).rejects.toMatchObject(at('slug'))
    await expect(serviceCommands.create(db, operator, { slug: conversation, name: 'x' })).rejects.toMatchObject(at('slug'))
    await expect(addAlias(db, operator, { kind: 'team', alias: conversation, target: slug })).rejects.toMatchObject(at('alias'))
    await expect(
      mapMember(db, operator, { kind: 'project_team', member: conversation, owner: slug, from: null }),
    ).rejects.toMatchObject(at('project'))
    await expect(acceptSeen(db, operator, { kind: 'service', names: ['checkout', conversation] })).rejects.toMatchObject(
      at('names[1]'),
    )
    expect(await listEntries(db, 'service', '2026-10-01', { codes: ['checkout'] })).toEqual([])
  })
})

describe('an alias', () => {
  it('gives what was sent to the team that is meant, and takes it back when it goes', async () => {
    const { slug } = await makeTeam(db)
    const sent = `${slug.toUpperCase()} EU`
    const series = await addSeries({ tagTeam: sent })
    expect(await ownerOn(series, '2026-10-01')).toBe('unknown_team')
    await addAlias(db, operator, { kind: 'team', alias: sent, target: slug })
    expect(await ownerOn(series, '2026-10-01')).toBe(slug)
    expect(await addAlias(db, operator, { kind: 'team', alias: sent, target: slug })).toEqual({ series: 0 })
    const [alias] = await listAliases(db, { target: slug })
    await removeAlias(db, operator, { id: alias?.id ?? '' })
    expect(await ownerOn(series, '2026-10-01')).toBe('unknown_team')
  })

  it('is refused where it is registered and in use, chained, or taken', async () => {
    const [one, two] = [await makeTeam(db), await makeTeam(db)]
    const alias = uniqueSlug('alias')
    await addAlias(db, operator, { kind: 'team', alias, target: one.slug })
    const add = (name: string, target: string) => addAlias(db, operator, { kind: 'team', alias: name, target })
    await expect(add(two.slug, one.slug)).rejects.toMatchObject({ errors: [{ path: 'alias' }] })
    await expect(add('another', alias)).rejects.toMatchObject({ errors: [{ path: 'target' }] })
    await expect(add(alias, two.slug)).rejects.toMatchObject({ code: 'conflict' })
    await expect(add('another', 'nowhere')).rejects.toMatchObject({ errors: [{ path: 'target' }] })
    await expect(add(one.slug, one.slug)).rejects.toMatchObject({ errors: [{ path: 'alias' }] })
    await expect(createTeam(db, operator, { slug: alias, name: 'x' })).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('what usage names', () => {
  it('is listed until it is registered or an alias, to those who see everything', async () => {
    const [service, ofAlias, { slug }] = [uniqueSlug('seen'), uniqueSlug('seen'), await makeTeam(db)]
    await addSeries({ service, tagTeam: ofAlias })
    const scope = scopeFor(await adminActor(db), 'registry.read')
    const seen = async (kind: 'service' | 'team', search: string) =>
      (await listSeen(db, scope, kind, { search })).rows.map(({ name, fault }) => [name, fault])
    expect(await seen('service', service)).toEqual([[service, null]])
    const before = await countSeen(db, scope, 'service')
    await acceptSeen(db, operator, { kind: 'service', names: [service] })
    expect(await seen('service', service)).toEqual([])
    expect(await countSeen(db, scope, 'service')).toBe(before - 1)
    await addAlias(db, operator, { kind: 'team', alias: ofAlias, target: slug })
    expect(await seen('team', ofAlias)).toEqual([])
    expect(await listSeen(db, scopeFor(await leadActor(db), 'registry.read'), 'service')).toEqual({ rows: [], total: 0 })
  })
})

describe('a file', () => {
  it('brings forty teams with their cost centres in one transaction, and the second time changes nothing', async () => {
    const mark = uniqueSlug('file')
    const series = await addSeries({ tagTeam: `${mark}-7` })
    const rows = Array.from(
      { length: 40 },
      (_, index) => `${mark}-${index};Team ${index};${mark}-${index % 4};Centre ${index % 4}`,
    )
    const csv = `\uFEFFSlug;Name;CostCenter;Cost centre name\r\n${rows.join('\r\n')}\r\n`
    const preview = await previewImport(db, operator, { kind: 'team', csv })
    expect(preview.counts).toEqual({ added: 40, changed: 0, unchanged: 0, refused: 0 })
    expect(await ownerOn(series, '2026-10-01')).toBe('unknown_team')
    const done = await importFile(db, operator, { kind: 'team', csv, fingerprint: preview.fingerprint })
    expect(done.series).toBe(1)
    expect(await ownerOn(series, '2026-10-01')).toBe(`${mark}-7`)
    const teams = await listEntries(db, 'team', '2026-10-01', { search: mark })
    expect(teams).toHaveLength(40)
    expect(teams.find(({ code }) => code === `${mark}-7`)?.parents.team_cost_center?.name).toBe('Centre 3')
    expect((await previewImport(db, operator, { kind: 'team', csv })).counts).toMatchObject({ unchanged: 40 })
    expect(await auditsOf('registry.import', `${mark}-7`)).toHaveLength(2)
  })

  it('applies the good rows and leaves out the bad ones that its preview named', async () => {
    const slug = uniqueSlug('good')
    const csv = `slug,name\n${slug},Good\nNot Good,Bad\n`
    const { rows, counts, fingerprint } = await previewImport(db, operator, { kind: 'project', csv })
    expect(counts).toMatchObject({ added: 1, refused: 1 })
    expect(rows[1]).toMatchObject({ line: 3, column: 'slug', outcome: 'refused' })
    await importFile(db, operator, { kind: 'project', csv, fingerprint })
    expect(await listEntries(db, 'project', '2026-10-01', { codes: [slug, 'Not Good'] })).toHaveLength(1)
  })

  it('is refused where the registry has changed since its preview, and then changes nothing', async () => {
    const [{ slug, id }, { code }] = [await makeTeam(db), await makeCostCenter(db)]
    const csv = `slug,cost_center\n${slug},${code}\n`
    const { fingerprint } = await previewImport(db, operator, { kind: 'team', csv })
    const other = await makeCostCenter(db)
    await mapTeam(db, operator, { team: slug, cost_center: other.code, from: '2026-01-01' })
    await expect(importFile(db, operator, { kind: 'team', csv, fingerprint })).rejects.toMatchObject({
      code: 'conflict',
      errors: [{ path: 'fingerprint' }],
    })
    expect((await readSpans(db, 'team_cost_center', [id])).get(id)?.map(({ value }) => value)).toEqual([other.code])
  })

  it('updates what is there: names, the ledger’s account, and from which day a key is shared', async () => {
    const [{ code }, { slug }] = [await makeCostCenter(db), await makeTeam(db)]
    const key = uniqueSlug('key')
    await providerKeyCommands.create(db, operator, { key, name: 'K', team: slug, exclusive: true })
    const apply = async (kind: 'cost_center' | 'provider_key', csv: string) => {
      const { fingerprint } = await previewImport(db, operator, { kind, csv })
      return importFile(db, operator, { kind, csv, fingerprint })
    }
    await apply('cost_center', `code,name,gl_account,owner_email\n${code},Care,6400-200,Ada@Example.com`)
    await apply('cost_center', `code,name,gl_account\n${code},Customer care,`)
    expect((await listEntries(db, 'cost_center', '2026-10-01', { codes: [code] }))[0]).toMatchObject({
      name: 'Customer care',
      glAccount: '6400-200',
      ownerEmail: 'ada@example.com',
    })
    await apply('provider_key', `key,team,exclusive,from\n${key},${slug},no,2026-10-01`)
    const [entry] = await listEntries(db, 'provider_key', '2026-10-01', { codes: [key] })
    expect(entry?.parents.provider_key_team).toMatchObject({ code: slug, exclusive: false, from: '2026-10-01' })
  })
})

describe('dated mappings of every kind', () => {
  const days = Array.from({ length: 20 }, (_, index) => addDays('2026-10-01', index))
  const day = fc.integer({ min: 0, max: 19 }).map((offset) => addDays('2026-10-01', offset))
  const change = fc.record({
    from: fc.option(day),
    to: fc.option(day),
    owner: fc.option(fc.integer({ min: 0, max: 2 })),
    exclusive: fc.boolean(),
  })

  it.each(['project_team', 'service_team', 'provider_key_team'] as const)(
    'of kind %s say one owner at most for each day, after any changes',
    async (kind) => {
      const owners = [await makeTeam(db), await makeTeam(db), await makeTeam(db)].map(({ slug }) => slug)
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
          const member = uniqueSlug('member')
          const commands = {
            project_team: projectCommands,
            service_team: serviceCommands,
            provider_key_team: providerKeyCommands,
          }[kind]
          const create: (input: { slug: string; key: string; name: string }) => Promise<{ id: string }> = (input) =>
            commands.create(db, operator, input)
          const { id } = await create({ slug: member, key: member, name: 'x' })
          const model = new Map<string, string | null>(days.map((date) => [date, null]))
          for (const { from, to, owner, exclusive } of changes) {
            if (from !== null && to !== null && from >= to) continue
            const code = owner === null ? null : (owners[owner] ?? null)
            await mapMember(db, operator, { kind, member, owner: code, exclusive, from, to })
            const shared = kind === 'provider_key_team' && !exclusive ? ' (shared)' : ''
            for (const date of days) {
              if ((from === null || date >= from) && (to === null || date < to)) model.set(date, code && `${code}${shared}`)
            }
          }
          const spans = (await readSpans(db, kind, [id])).get(id) ?? []
          expect(days.map((date) => valueOn(spans, date))).toEqual(days.map((date) => model.get(date) ?? null))
        }),
        { numRuns: 15 },
      )
      expect(await db.transaction((tx) => reattribute(tx, { all: true }))).toMatchObject({ changed: 0 })
    },
  )
})
