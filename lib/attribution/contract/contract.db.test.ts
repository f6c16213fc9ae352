import { desc, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { auditEntry } from '@/lib/db/schema/audit'
import { adminActor, leadActor, makeTeam, operator } from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { createRegistryCache } from '@/lib/registry/snapshot'
import { publishContract } from './commands'
import { createContractReader } from './contract-reader'
import { readDeclaredLabels } from './declared-labels'
import { defaultContractDocument } from './default-document'
import { findContract, findCurrentContract, listContracts } from './queries'
import type { ContractDocument } from './schema'

const { db } = await createTestDatabase()

/** Publishes changes to the contract in force. */
async function publish(changes: Partial<ContractDocument>, reusedColumns: number[] = []) {
  const { version, document } = await findCurrentContract(db)
  return publishContract(db, operator, { document: { ...document, ...changes }, basedOn: version, note: 'test', reusedColumns })
}

describe('the contract', () => {
  it('is version 1 as it ships, until one is published', async () => {
    expect(await findCurrentContract(db)).toMatchObject({ version: 1, document: defaultContractDocument, publishedBy: null })
    expect(await readDeclaredLabels(db)).toEqual([])
    expect(await listContracts(db)).toHaveLength(1)
  })

  it('is published in versions that stay, with who, when, why and what changed', async () => {
    const actor = await adminActor(db)
    const before = await findCurrentContract(db)
    const { version } = await publishContract(db, actor, {
      document: { ...before.document, monthsBack: 24 },
      basedOn: before.version,
      note: '  Two years are enough ',
    })
    expect(version).toBe(before.version + 1)
    expect(await findCurrentContract(db)).toMatchObject({ version, publishedBy: actor.name, note: 'Two years are enough' })
    expect((await findContract(db, before.version))?.document.monthsBack).toBe(36)
    expect(await findContract(db, 99)).toBeNull()
    const [entry] = await db
      .select()
      .from(auditEntry)
      .where(eq(auditEntry.command, 'contract.publish'))
      .orderBy(desc(auditEntry.id))
      .limit(1)
    expect(entry).toMatchObject({
      subjectName: `version ${version}`,
      before: { 'Age: How far back an event may lie': '36 months' },
      after: { 'Age: How far back an event may lie': '24 months', note: 'Two years are enough' },
    })
  })

  it('is not published over a version that came in between', async () => {
    const { version, document } = await findCurrentContract(db)
    const both = await Promise.allSettled(
      [12, 18].map((monthsBack) =>
        publishContract(db, operator, { document: { ...document, monthsBack }, basedOn: version, note: 'race' }),
      ),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } })
    expect((await findCurrentContract(db)).version).toBe(version + 1)
  })

  it('is not published where it says nothing new, or nonsense', async () => {
    await expect(publish({})).rejects.toMatchObject({ code: 'invalid', errors: [{ path: 'document' }] })
    await expect(publish({ monthsBack: -1 })).rejects.toMatchObject({ errors: [{ path: 'document.monthsBack' }] })
    const { version, document } = await findCurrentContract(db)
    await expect(publishContract(db, operator, { document, basedOn: version, note: ' ' })).rejects.toMatchObject({
      errors: [{ path: 'note' }],
    })
  })

  it('is published by those who edit the registry, and nobody else', async () => {
    const lead = await leadActor(db, { teams: [(await makeTeam(db)).slug], costCenters: [] })
    const { version, document } = await findCurrentContract(db)
    const input = { document: { ...document, monthsBack: 7 }, basedOn: version, note: 'mine' }
    await expect(publishContract(db, lead, input)).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('labels', () => {
  it('keep their columns from version to version, and give them up only where that is asked for', async () => {
    const tier = { column: 2, name: 'customer_tier', isRetired: false } as const
    await publish({ labels: [tier] })
    expect(await readDeclaredLabels(db)).toEqual([{ name: 'customer_tier', column: 'label_2', isRetired: false }])
    await expect(publish({ labels: [] })).rejects.toMatchObject({
      message: 'A label keeps its column.',
      errors: [{ path: 'document.labels' }],
    })
    await publish({ labels: [{ ...tier, isRetired: true }] })
    expect(await readDeclaredLabels(db)).toMatchObject([{ name: 'customer_tier', isRetired: true }])
    const plan = { column: 2, name: 'plan', isRetired: false } as const
    await expect(publish({ labels: [plan] })).rejects.toMatchObject({ code: 'invalid' })
    await publish({ labels: [plan] }, [2])
    expect(await readDeclaredLabels(db)).toMatchObject([{ name: 'plan', column: 'label_2' }])
  })
})

describe('the reader of a process', () => {
  it('knows what was published before it is asked, and keeps what did not change', async () => {
    const registry = createRegistryCache(db)
    const read = createContractReader(db, registry)
    const first = await read()
    expect(await read()).toBe(first)
    const [before, { version }] = [first.monthsBack, await publish({ monthsBack: first.monthsBack === 30 ? 31 : 30 })]
    const [one, other] = await Promise.all([read(), read()])
    expect(one.version).toBe(version)
    expect(one.monthsBack).not.toBe(before)
    expect(other).toBe(one)
  })

  it('tries again after a failure', async () => {
    let isAway = true
    const broken = { current: async () => ({ version: 1 }) }
    const away = new Proxy(db, {
      get: (target, name, receiver) => {
        if (isAway && name === 'select') throw new Error('away')
        return Reflect.get(target, name, receiver)
      },
    })
    const read = createContractReader(away, broken)
    await expect(read()).rejects.toThrow('away')
    isAway = false
    expect((await read()).version).toBeGreaterThan(1)
  })
})
