import { sql } from 'drizzle-orm'
import type { AuditFacts } from '@/lib/audit/command'
import type { Database } from '@/lib/db/client'
import { costCenter, registryAlias } from '@/lib/db/schema/registry'
import { AppError } from '@/lib/errors'
import { tellAlias } from '../aliases'
import { kindTables } from '../kind-tables'
import { kindFacts, type MappingKind, mappingFacts, mappingKinds, type RegistryKind, registryKinds } from '../kinds'
import { tellMove } from '../mapping-commands'
import { replaceSpans } from '../mappings'
import type { EntryWrite, ImportPlan } from './plan'

/** Writes a plan, in a few statements however many rows it has; the registry must be locked since it was planned. */
export async function applyPlan(tx: Database, plan: Omit<ImportPlan, 'rows'>): Promise<AuditFacts[]> {
  const audit: AuditFacts[] = []
  for (const kind of registryKinds) {
    const ofKind = plan.entries.filter((write) => write.kind === kind)
    audit.push(
      ...(await insertEntries(
        tx,
        kind,
        ofKind.filter(({ id }) => id === null),
      )),
    )
    audit.push(
      ...(await updateEntries(
        tx,
        kind,
        ofKind.filter(({ id }) => id !== null),
      )),
    )
  }
  for (const mapping of mappingKinds) audit.push(...(await writeHistories(tx, mapping, plan)))
  if (plan.aliases.length > 0) {
    const created = await tx.execute<{ id: string; kind: string; alias: string }>(sql`
      insert into ${registryAlias} (kind, alias, target)
      select kind, alias, target from jsonb_to_recordset(${JSON.stringify(plan.aliases)}::text::jsonb)
        as row (kind text, alias text, target text)
      returning id, kind, alias`)
    const ids = new Map(created.map(({ id, kind, alias }) => [`${kind} ${alias}`, id]))
    audit.push(...plan.aliases.map((one) => tellAlias(ids.get(`${one.kind} ${one.alias}`) ?? '', one, 'added')))
  }
  return audit
}

async function insertEntries(tx: Database, kind: RegistryKind, writes: readonly EntryWrite[]): Promise<AuditFacts[]> {
  if (writes.length === 0) return []
  const { table, code } = kindTables[kind]
  const isLedger = kind === 'cost_center'
  const further = isLedger ? sql`, gl_account, owner_email` : sql``
  const rows = writes.map((write) => ({ code: write.code, ...toColumns(write) }))
  const created = await tx.execute<{ id: string; code: string }>(sql`
    insert into ${table} (${code}, name ${further})
    select code, name ${further} from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as row (code text, name text, gl_account text, owner_email text)
    returning id, ${code} as code`)
  const ids = new Map(created.map((row) => [row.code, row.id]))
  const { codeField } = kindFacts[kind]
  return writes.map((write) => ({
    subject: { kind, id: ids.get(write.code) ?? '', name: write.code },
    before: null,
    after: { [codeField]: write.code, ...tellSaid(write.after) },
  }))
}

async function updateEntries(tx: Database, kind: RegistryKind, writes: readonly EntryWrite[]): Promise<AuditFacts[]> {
  if (writes.length === 0) return []
  const rows = writes.map((write) => ({ id: write.id, ...toColumns(write, write.before) }))
  const further =
    kind === 'cost_center'
      ? sql`, ${sql.identifier(costCenter.glAccount.name)} = row.gl_account, ${sql.identifier(costCenter.ownerEmail.name)} = row.owner_email`
      : sql``
  await tx.execute(sql`
    update ${kindTables[kind].table} entry set name = row.name ${further}
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as row (id uuid, name text, gl_account text, owner_email text)
    where entry.id = row.id`)
  return writes.map(({ id, code, before, after }) => {
    const changed = Object.keys(after).filter((field) => read(after, field) !== read(before ?? {}, field))
    const pick = (from: object) => Object.fromEntries(changed.map((field) => [field, read(from, field)]))
    return { subject: { kind, id: id ?? '', name: code }, before: pick(before ?? {}), after: pick(after) }
  })
}

const read = (fields: object, field: string): unknown => Object.entries(fields).find(([name]) => name === field)?.[1] ?? null

function toColumns({ after }: EntryWrite, before: EntryWrite['before'] = null) {
  const { name, glAccount = null, ownerEmail = null } = { ...before, ...after }
  return { name, gl_account: glAccount, owner_email: ownerEmail }
}

/** What is said of something new; nothing is not worth a line. */
const tellSaid = (fields: object) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))

async function writeHistories(tx: Database, mapping: MappingKind, plan: Omit<ImportPlan, 'rows'>): Promise<AuditFacts[]> {
  const writes = plan.spans.filter((write) => write.mapping === mapping)
  if (writes.length === 0) return []
  const { table, code } = kindTables[mappingFacts[mapping].member]
  const names = JSON.stringify(writes.map(({ member }) => member))
  const members = await tx.execute<{ id: string; code: string }>(sql`
    select id, ${code} as code from ${table} where ${code} in (select value from jsonb_array_elements_text(${names}::text::jsonb))`)
  const ids = new Map(members.map((row) => [row.code, row.id]))
  const histories = writes.map((write) => {
    const id = ids.get(write.member)
    if (id === undefined) throw new AppError('conflict', `${write.member} is no longer registered. Nothing was changed.`)
    return { ...write, id }
  })
  await replaceSpans(
    tx,
    mapping,
    histories.map(({ id, after }) => ({ memberId: id, spans: after })),
  )
  return histories.map(({ id, member, before, after }) => tellMove(mapping, { id, code: member, before, after }))
}
