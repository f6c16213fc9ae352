import { eq } from 'drizzle-orm'
import { command } from '@/lib/audit/command'
import { source } from '@/lib/db/schema/auth'
import { AppError } from '@/lib/errors'
import { defaultRank, sourceFormats } from './formats'
import { createSourceSchema, editSourceSchema } from './schema'

/** Makes a source that sends nothing yet: a key of it does. */
export const createSource = command({
  name: 'source.create',
  permission: 'source.edit',
  input: createSourceSchema,
  async run({ tx }, { slug, format, role, rank = defaultRank(format) }) {
    assertFormat(format)
    const [made] = await tx
      .insert(source)
      .values({ slug, format, role, rank })
      .onConflictDoNothing({ target: source.slug })
      .returning({ id: source.id })
    if (!made) {
      const error = { path: 'slug', message: 'this source exists already' }
      throw new AppError('conflict', `slug: ${error.message}.`, { errors: [error] })
    }
    const subject = { kind: 'source', id: String(made.id), name: slug }
    return { result: { slug }, audit: [{ subject, before: null, after: { format, role, rank } }] }
  },
})

/** Changes what a source sends, whether it counts, and where it stands. What was booked stays as it is. */
export const editSource = command({
  name: 'source.edit',
  permission: 'source.edit',
  input: editSourceSchema,
  async run({ tx }, { slug, ...change }) {
    if (change.format !== undefined) assertFormat(change.format)
    const [found] = await tx.select().from(source).where(eq(source.slug, slug)).for('update')
    if (!found) throw new AppError('not_found', `There is no source "${slug}".`)
    const before = { format: found.format, role: found.role, rank: found.rank }
    const after = {
      format: change.format ?? before.format,
      role: change.role ?? before.role,
      rank: change.rank ?? before.rank,
    }
    if (JSON.stringify(before) === JSON.stringify(after)) return { result: { slug }, audit: [] }
    await tx.update(source).set(after).where(eq(source.id, found.id))
    return { result: { slug }, audit: [{ subject: { kind: 'source', id: String(found.id), name: slug }, before, after }] }
  },
})

function assertFormat(format: string): void {
  if (sourceFormats.includes(format)) return
  const error = { path: 'format', message: `is none of ${sourceFormats.join(', ')}` }
  throw new AppError('invalid', `format: ${error.message}.`, { errors: [error] })
}
