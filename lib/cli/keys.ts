import { type Command, InvalidArgumentError } from 'commander'
import type { z } from 'zod'
import { createKey, revokeKey } from '@/lib/keys/commands'
import { listKeys } from '@/lib/keys/queries'
import type { createKeySchema } from '@/lib/keys/schema'
import { printTable } from './print-table'
import { operator, runWithDatabase } from './run-with-database'

type KeyInput = z.input<typeof createKeySchema>
interface CreateOptions {
  name: string
  scopes: KeyInput['scopes']
  source?: string
  role?: KeyInput['role']
  expiresInDays?: number
}

const dayMs = 86_400_000

/** The scopes are checked by the command itself, which names those it does not know. */
const parseScopes = (text: string) =>
  text
    .split(',')
    .map((scope) => scope.trim())
    .filter(Boolean)

function parseDays(text: string): number {
  const days = Number(text)
  if (!Number.isInteger(days) || days < 1 || days > 3650)
    throw new InvalidArgumentError('must be a number of days from 1 to 3650')
  return days
}

/** `ascribe keys …` */
export function addKeyCommands(program: Command): void {
  const keys = program.command('keys').description('API keys of gateways, SDKs and scripts')

  keys
    .command('create')
    .description('make a key and print it, alone, on standard output')
    .requiredOption('--name <name>', 'what the key is for')
    .requiredOption('--scopes <a,b>', 'of ingest, guard, reports:read, finance:read, finance:write, admin', parseScopes)
    .option('--source <slug>', 'the source an ingest key sends for; made where it does not exist')
    .option('--role <role>', 'ledger or evidence, where this makes the source')
    .option('--expires-in-days <days>', 'end the key after so many days', parseDays)
    .action(async ({ expiresInDays, ...options }: CreateOptions) => {
      const expiresAt = expiresInDays === undefined ? null : new Date(Date.now() + expiresInDays * dayMs)
      const { secret } = await runWithDatabase((db) => createKey(db, operator, { ...options, expiresAt }))
      process.stdout.write(`${secret}\n`)
    })

  keys
    .command('list')
    .description('list all keys, newest first')
    .action(async () => {
      const rows = await runWithDatabase(listKeys)
      printTable(
        ['id', 'name', 'prefix', 'scopes', 'source', 'state', 'last used'],
        rows.map((key) => [
          key.id,
          key.name,
          key.prefix,
          key.scopes.join(','),
          key.source ?? '-',
          describeState(key),
          key.lastUsedAt?.toISOString() ?? 'never',
        ]),
      )
    })

  keys
    .command('revoke')
    .description('end a key at once and for good')
    .argument('<id>', 'as the list shows it')
    .action(async (id: string) => {
      await runWithDatabase((db) => revokeKey(db, operator, { id }))
    })
}

function describeState({ revokedAt, expiresAt }: { revokedAt: Date | null; expiresAt: Date | null }): string {
  if (revokedAt) return 'revoked'
  return expiresAt && expiresAt.getTime() <= Date.now() ? 'expired' : 'active'
}
