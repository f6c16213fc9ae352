import type { z } from 'zod'
import { type Actor, assertMay } from '@/lib/auth/actor'
import type { Permission } from '@/lib/auth/permissions'
import type { Database } from '@/lib/db/client'
import { auditEntry } from '@/lib/db/schema/audit'
import { AppError } from '@/lib/errors'
import { toFieldErrors } from '@/lib/field-errors'
import { currentRequestId } from '@/lib/log'
import { redact } from '@/lib/redact'

type Facts = Record<string, unknown>

/** What a command did, for the audit row. `before` is null where something came to be, `after` where it ceased to. */
export interface AuditFacts {
  subject: { kind: string; id: string; name: string }
  before: Facts | null
  after: Facts | null
}

interface Outcome<Output> {
  result: Output
  /** Empty only where nothing changed, as when the same thing is done twice. */
  audit: readonly AuditFacts[]
}

interface Definition<Input extends z.ZodType, Output> {
  /** `<noun>.<verb>`, as the audit list shows it. */
  name: string
  permission: Permission
  input: Input
  run: (context: { tx: Database; actor: Actor; now: Date }, input: z.output<Input>) => Promise<Outcome<Output>>
}

/** A write: checks, does and records in one transaction, which joins one that is open. */
export interface Command<Input extends z.ZodType, Output> {
  (db: Database, actor: Actor, input: z.input<Input>): Promise<Output>
  readonly commandName: string
  readonly permission: Permission
}

/** Unique constraints whose violation is a user's mistake, and what to tell them. */
const conflicts: Record<string, { path: string; message: string }> = {
  app_user_email_key: { path: 'email', message: 'somebody already signs in with this e-mail address' },
  team_slug_unique: { path: 'slug', message: 'this slug is taken by another team' },
  cost_center_code_unique: { path: 'code', message: 'this code is taken by another cost centre' },
  business_unit_slug_unique: { path: 'slug', message: 'this slug is taken by another business unit' },
  registry_alias_kind_alias_key: { path: 'alias', message: 'this name is an alias already' },
  shared_pool_slug_unique: { path: 'slug', message: 'this slug is taken by another pool' },
  budget_slug_unique: { path: 'slug', message: 'this slug is taken by another budget' },
  budget_request_one_open: {
    path: 'amount',
    message: 'a request for this budget is open already: it is decided or withdrawn first',
  },
  source_slug_unique: { path: 'source', message: 'this source exists already' },
}

/** A statement has 65,535 parameters at most, and a file of the registry may change thousands of things. */
const rowsPerInsert = 1_000

/**
 * The one way to write. Parses the input, checks the permission, opens the transaction, runs, writes the audit rows and
 * commits; nothing of a refused or failed command remains.
 *
 * @throws AppError `invalid` with the fields at fault, `forbidden`, `conflict`, or what `run` throws.
 */
export function command<Input extends z.ZodType, Output>(definition: Definition<Input, Output>): Command<Input, Output> {
  const execute = async (db: Database, actor: Actor, rawInput: z.input<Input>): Promise<Output> => {
    assertMay(actor, definition.permission)
    const parsed = definition.input.safeParse(rawInput)
    if (!parsed.success) {
      throw new AppError('invalid', 'Some fields need another value.', { errors: toFieldErrors(parsed.error) })
    }
    try {
      return await db.transaction(async (tx) => {
        const { result, audit } = await definition.run({ tx, actor, now: new Date() }, parsed.data)
        const rows = audit.map((facts) => toRow(definition.name, actor, facts))
        for (let first = 0; first < rows.length; first += rowsPerInsert) {
          await tx.insert(auditEntry).values(rows.slice(first, first + rowsPerInsert))
        }
        return result
      })
    } catch (error) {
      throw explainConflict(error)
    }
  }
  return Object.assign(execute, { commandName: definition.name, permission: definition.permission })
}

function toRow(commandName: string, actor: Actor, { subject, before, after }: AuditFacts): typeof auditEntry.$inferInsert {
  return {
    actorKind: actor.kind,
    actorId: actor.kind === 'system' ? actor.name : actor.id,
    actorName: actor.name,
    command: commandName,
    subjectKind: subject.kind,
    subjectId: subject.id,
    subjectName: subject.name,
    before: before && (redact(before) as Facts),
    after: after && (redact(after) as Facts),
    requestId: currentRequestId() ?? null,
  }
}

/** The unique key decides races, so its refusal is where a taken name is noticed. */
function explainConflict(error: unknown): unknown {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error) || !('constraint_name' in cause)) return error
  const conflict = conflicts[String(cause.constraint_name)]
  return conflict
    ? new AppError('conflict', `${conflict.path}: ${conflict.message}.`, { errors: [conflict], cause: error })
    : error
}
