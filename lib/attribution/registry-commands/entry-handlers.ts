import { z } from 'zod'
import type { Actor } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { csvResponse } from '@/lib/http/csv-response'
import type { Handler } from '@/lib/http/handler'
import { jsonResponse, route } from '@/lib/http/route'
import {
  archiveCostCenter,
  businessUnitCommands,
  createCostCenter,
  describeCostCenter,
  productLineCommands,
  renameCostCenter,
  renameTeam,
  restoreCostCenter,
} from '@/lib/registry/commands'
import { listEntries } from '@/lib/registry/entries'
import { fileColumns, fileNames } from '@/lib/registry/files/columns'
import { toFileRow } from '@/lib/registry/files/write-file'
import { kindFacts, type ListedKind } from '@/lib/registry/kinds'
import { findReportingDay } from '@/lib/registry/registry-version'
import {
  createBusinessUnitSchema,
  createCostCenterSchema,
  createProductLineSchema,
  createProjectSchema,
  createProviderKeySchema,
  createServiceSchema,
  createTeamSchema,
  dateSchema,
  describeCostCenterSchema,
} from '@/lib/registry/schema'
import { nameSchema } from '@/lib/registry/slug'
import { archiveTeam, createTeam, restoreTeam } from '../team-commands'
import { describeEntries, toWire } from './describe-entries'
import { projectCommands, providerKeyCommands, serviceCommands } from './entry-commands'
import { listQuerySchema } from './list-query'

/** What one kind does in its own way; the rest is the same for all. */
interface KindRoutes<Create extends z.ZodType, Change extends z.ZodType> {
  createSchema: Create
  create: (db: Database, actor: Actor, body: z.output<Create>) => Promise<unknown>
  changeSchema: Change
  /** Runs in one transaction: all or nothing. */
  change: (tx: Database, actor: Actor, id: string, body: z.output<Change>) => Promise<void>
}

/** `GET` and `POST /api/v1/<kind>`, `GET` and `PATCH /api/v1/<kind>/{code}`. */
export interface EntryHandlers {
  readonly list: Handler
  readonly create: Handler
  readonly read: Handler
  readonly change: Handler
}

function defineEntryHandlers<Create extends z.ZodType, Change extends z.ZodType>(
  kind: ListedKind,
  { createSchema, create, changeSchema, change }: KindRoutes<Create, Change>,
): EntryHandlers {
  const { path, codeField, noun } = kindFacts[kind]
  const listName = path.replace('-', '_')
  const onePath = `/api/v1/${path}/{code}`
  async function findOne(db: Database, code: string) {
    const [found] = (await describeEntries(db, kind, { codes: [code] })).entries
    if (!found) throw new AppError('not_found', `No ${noun} is registered as "${code}".`)
    return found
  }
  return {
    list: route({ permission: 'registry.read', query: listQuerySchema }, async ({ db, query }) => {
      const { limit, cursor: after, q: search } = query
      const inUse = query.in_use === 'true'
      if (query.format === 'csv') {
        const all = await listEntries(db, kind, await findReportingDay(db, new Date()), { search, inUse })
        const columns = fileColumns[kind]
        const rows = all
          .map((entry) => toFileRow(kind, entry))
          .map((row) => Object.fromEntries(columns.map((name) => [name, row[name] ?? null])))
        return csvResponse(fileNames[kind], columns, rows)
      }
      // One more than the page says whether there is a next one.
      const { day, entries } = await describeEntries(db, kind, { search, inUse, after, limit: limit + 1 })
      const page = entries.slice(0, limit)
      return {
        as_of: day,
        [listName]: page.map((entry) => toWire(kind, entry)),
        next_cursor: entries.length > limit ? (page.at(-1)?.code ?? null) : null,
      }
    }),
    create: route({ permission: 'registry.edit', body: createSchema }, async ({ db, actor, body }) => {
      await create(db, actor, body)
      const code = z.record(z.string(), z.unknown()).parse(body)[codeField]
      return jsonResponse(toWire(kind, await findOne(db, String(code))), 201)
    }),
    read: route({ permission: 'registry.read', path: onePath }, async ({ db, params }) =>
      toWire(kind, await findOne(db, params.code ?? '')),
    ),
    change: route({ permission: 'registry.edit', path: onePath, body: changeSchema }, async ({ db, actor, params, body }) => {
      const { id, code } = await findOne(db, params.code ?? '')
      await db.transaction((tx) => change(tx, actor, id, body))
      return toWire(kind, await findOne(db, code))
    }),
  }
}

const name = nameSchema.optional()
const archived = z.boolean('is true or false').optional()
const namesSomething = (fields: string) =>
  [(change: object) => Object.keys(change).length > 0, `names something to change: ${fields}`] as const

const plainChange = z.strictObject({ name, archived }).refine(...namesSomething('name or archived'))

type EntryCommands = Pick<typeof projectCommands, 'rename' | 'archive' | 'restore'>

/** Renames, archives and restores, in the order that a reader of the answer expects: it stands or falls together. */
const changeBy =
  (commands: EntryCommands) => async (tx: Database, actor: Actor, id: string, body: { name?: string; archived?: boolean }) => {
    if (body.archived !== undefined) await (body.archived ? commands.archive : commands.restore)(tx, actor, { id })
    if (body.name !== undefined) await commands.rename(tx, actor, { id, name: body.name })
  }

export const registryHandlers: Readonly<Record<ListedKind, EntryHandlers>> = {
  team: defineEntryHandlers('team', {
    createSchema: createTeamSchema.strict(),
    create: createTeam,
    /** `archived_from`: a day archives the team from that day on, null restores it. */
    changeSchema: z
      .strictObject({ name, archived_from: dateSchema.nullable().optional() })
      .refine(...namesSomething('name or archived_from')),
    async change(tx, actor, id, body) {
      // Archiving takes the attribution lock, which comes before any row.
      if (body.archived_from === null) await restoreTeam(tx, actor, { id })
      else if (body.archived_from !== undefined) await archiveTeam(tx, actor, { id, from: body.archived_from })
      if (body.name !== undefined) await renameTeam(tx, actor, { id, name: body.name })
    },
  }),
  cost_center: defineEntryHandlers('cost_center', {
    createSchema: createCostCenterSchema.strict(),
    create: createCostCenter,
    changeSchema: z
      .strictObject({ name, archived, ...describeCostCenterSchema.omit({ id: true }).shape })
      .refine(...namesSomething('name, gl_account, owner_email or archived')),
    async change(tx, actor, id, body) {
      if (body.archived !== undefined) await (body.archived ? archiveCostCenter : restoreCostCenter)(tx, actor, { id })
      if (body.name !== undefined) await renameCostCenter(tx, actor, { id, name: body.name })
      await describeCostCenter(tx, actor, { id, gl_account: body.gl_account, owner_email: body.owner_email })
    },
  }),
  business_unit: defineEntryHandlers('business_unit', {
    createSchema: createBusinessUnitSchema.strict(),
    create: businessUnitCommands.create,
    changeSchema: plainChange,
    change: changeBy(businessUnitCommands),
  }),
  project: defineEntryHandlers('project', {
    createSchema: createProjectSchema.strict(),
    create: projectCommands.create,
    changeSchema: plainChange,
    change: changeBy(projectCommands),
  }),
  product_line: defineEntryHandlers('product_line', {
    createSchema: createProductLineSchema.strict(),
    create: productLineCommands.create,
    changeSchema: plainChange,
    change: changeBy(productLineCommands),
  }),
  service: defineEntryHandlers('service', {
    createSchema: createServiceSchema.strict(),
    create: serviceCommands.create,
    changeSchema: plainChange,
    change: changeBy(serviceCommands),
  }),
  provider_key: defineEntryHandlers('provider_key', {
    createSchema: createProviderKeySchema.strict(),
    create: providerKeyCommands.create,
    changeSchema: plainChange,
    change: changeBy(providerKeyCommands),
  }),
}
