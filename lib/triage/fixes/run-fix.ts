import type { z } from 'zod'
import type { Actor } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { toFieldErrors } from '@/lib/field-errors'
import { getIngest } from '@/lib/ingest/process-ingest'
import { acceptFindings } from '../commands'
import { fixCapture } from './capture'
import { fixCostCenter } from './cost-center-command'
import { fixDouble } from './double'
import { countFindings } from './frame-fix'
import type { FixKind } from './kinds'
import { fixOwner, fixProject, fixSplit } from './owner-commands'
import { fixPrice } from './price-command'
import { fixReprocess } from './reprocess'
import { type FixInput, type FixOutcome, fixSchemas } from './schema'
import { fixAliasTeam, fixRegisterTeam } from './team-commands'

/** How each kind of fix is done. Each checks what it is given, and may the actor. */
export const fixes: { readonly [Kind in FixKind]: (db: Database, actor: Actor, input: FixInput<Kind>) => Promise<FixOutcome> } = {
  owner: fixOwner,
  project: fixProject,
  split: fixSplit,
  register_team: fixRegisterTeam,
  alias_team: fixAliasTeam,
  cost_center: fixCostCenter,
  price: fixPrice,
  capture: fixCapture,
  double: fixDouble,
  reprocess: (db, actor, input) => fixReprocess(db, actor, input, getIngest),
  async accept(db, actor, input) {
    const { fixId, changed } = await acceptFindings(db, actor, input)
    return { fixId, findings: changed, message: `${countFindings(changed)} accepted until ${input.until}.` }
  },
}

/**
 * Mends findings, all of them or none.
 *
 * @throws AppError `invalid` naming the field, `forbidden`, `conflict` where somebody was first.
 */
export function runFix<Kind extends FixKind>(db: Database, actor: Actor, kind: Kind, input: FixInput<Kind>): Promise<FixOutcome> {
  return fixes[kind](db, actor, input)
}

type Act = (db: Database, actor: Actor, body: unknown) => Promise<FixOutcome>

function read<Schema extends z.ZodType>(
  schema: Schema,
  act: (db: Database, actor: Actor, input: z.output<Schema>) => Promise<FixOutcome>,
): Act {
  return (db, actor, body) => {
    const parsed = schema.safeParse(body)
    if (!parsed.success) throw new AppError('invalid', 'Some fields need another value.', { errors: toFieldErrors(parsed.error) })
    return act(db, actor, parsed.data)
  }
}

const acts: Readonly<Record<FixKind, Act>> = {
  owner: read(fixSchemas.owner, fixes.owner),
  project: read(fixSchemas.project, fixes.project),
  split: read(fixSchemas.split, fixes.split),
  register_team: read(fixSchemas.register_team, fixes.register_team),
  alias_team: read(fixSchemas.alias_team, fixes.alias_team),
  cost_center: read(fixSchemas.cost_center, fixes.cost_center),
  price: read(fixSchemas.price, fixes.price),
  capture: read(fixSchemas.capture, fixes.capture),
  double: read(fixSchemas.double, fixes.double),
  reprocess: read(fixSchemas.reprocess, fixes.reprocess),
  accept: read(fixSchemas.accept, fixes.accept),
}

/**
 * The same for what somebody sent, of which nothing is known yet.
 *
 * @throws AppError `invalid` naming each field at fault, and as `runFix`.
 */
export const readAndRunFix = (db: Database, actor: Actor, kind: FixKind, body: unknown): Promise<FixOutcome> =>
  acts[kind](db, actor, body)
