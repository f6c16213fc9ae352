import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { command } from '@/lib/audit/command'
import { AppError, type FieldError } from '@/lib/errors'
import { assertNoAlias } from '@/lib/registry/aliases'
import { callIdMessage, looksLikeCallId } from '@/lib/registry/call-id'
import { applyPlan } from '@/lib/registry/files/apply-plan'
import { kindTables } from '@/lib/registry/kind-tables'
import { canHaveAlias } from '@/lib/registry/kinds'
import { type SeenKind, seenKinds } from '@/lib/registry/search-params'
import { nameFromSlug, ownerSlugSchema, providerKeySchema } from '@/lib/registry/slug'
import { beginOwnerChange, finishOwnerChange } from './owner-change'

const acceptSchema = z.object({
  kind: z.enum(seenKinds, `is one of ${seenKinds.join(', ')}`),
  names: z.array(z.string('is text')).min(1, 'name at least one').max(10_000, 'are at most 10,000'),
})

/**
 * Registers what usage names already, each called after its slug; what is there stays as it is. Teams own at once what names
 * them, on all days; the rest awaits its team.
 */
export const acceptSeen = command({
  name: 'registry.accept',
  permission: 'registry.edit',
  input: acceptSchema,
  async run({ tx }, { kind, names }) {
    const faults = names.flatMap((name, index) => findFault(kind, name, `names[${index}]`))
    if (faults.length > 0) throw new AppError('invalid', 'Some names cannot be registered.', { errors: faults })
    await beginOwnerChange(tx)
    if (canHaveAlias(kind)) await assertNoAlias(tx, kind, names, 'names')
    const { table, code } = kindTables[kind]
    const there = await tx.execute<{ code: string }>(sql`
      select ${code} as code from ${table}
      where ${code} in (select value from jsonb_array_elements_text(${JSON.stringify(names)}::text::jsonb))`)
    const known = new Set(there.map((row) => row.code))
    const fresh = [...new Set(names)].filter((name) => !known.has(name))
    const entries = fresh.map((name) => ({
      kind,
      code: name,
      id: null,
      before: null,
      after: { name: kind === 'provider_key' ? name.slice(0, 120) : nameFromSlug(name) },
    }))
    const audit = await applyPlan(tx, { entries, spans: [], aliases: [] })
    const series = fresh.length === 0 ? 0 : await finishOwnerChange(tx)
    return { result: { added: fresh.length, series }, audit }
  },
})

function findFault(kind: SeenKind, name: string, path: string): FieldError[] {
  if (kind !== 'provider_key' && looksLikeCallId(name)) return [{ path, message: callIdMessage }]
  const parsed = (kind === 'provider_key' ? providerKeySchema : ownerSlugSchema).safeParse(name)
  return parsed.success ? [] : [{ path, message: parsed.error.issues[0]?.message ?? 'is not accepted' }]
}
