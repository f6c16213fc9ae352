import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { command } from '@/lib/audit/command'
import { hashPassword } from '@/lib/auth/password'
import { appUser } from '@/lib/db/schema/auth'
import { organization } from '@/lib/db/schema/organization'
import { AppError } from '@/lib/errors'
import { nameSchema } from '@/lib/registry/slug'
import { isZone } from '@/lib/time/calendar'
import { emailSchema, passwordSchema } from '@/lib/users/schema'

/**
 * Makes the first administrator of an installation that has nobody. Of two who try at once one succeeds.
 *
 * @throws AppError `conflict` once anybody exists.
 */
export const claimInstallation = command({
  name: 'installation.claim',
  permission: 'user.edit',
  input: z.object({ email: emailSchema, name: nameSchema, password: passwordSchema }),
  async run({ tx }, { email, name, password }) {
    await tx.execute(sql`lock table ${appUser} in share row exclusive mode`)
    const [someone] = await tx.select({ id: appUser.id }).from(appUser).limit(1)
    if (someone) throw new AppError('conflict', 'This installation has an administrator already: sign in instead.')
    const [created] = await tx
      .insert(appUser)
      .values({ email, name, role: 'admin', passwordHash: await hashPassword(password) })
      .returning({ id: appUser.id })
    if (!created) throw new Error('the first administrator was not stored')
    const subject = { kind: 'user', id: created.id, name: email }
    return { result: { id: created.id }, audit: [{ subject, before: null, after: { email, name, role: 'admin' } }] }
  },
})

/** Stores the organisation at the first start. Later values of the zone change nothing: roll-ups are keyed by its days. */
export const createOrganization = command({
  name: 'organization.create',
  permission: 'source.edit',
  input: z.object({ reportingZone: z.string().refine(isZone, 'is an IANA time zone, for example Europe/Berlin') }),
  async run({ tx }, input) {
    const [created] = await tx
      .insert(organization)
      .values({ id: 1, ...input })
      .onConflictDoNothing()
      .returning({ id: organization.id })
    const subject = { kind: 'organization', id: '1', name: 'organisation' }
    return { result: { isNew: Boolean(created) }, audit: created ? [{ subject, before: null, after: input }] : [] }
  },
})
