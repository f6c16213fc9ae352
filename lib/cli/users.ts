import type { Command } from 'commander'
import type { z } from 'zod'
import { createUser } from '@/lib/users/commands'
import type { createUserSchema } from '@/lib/users/schema'
import { operator, runWithDatabase } from './run-with-database'

type UserInput = z.input<typeof createUserSchema>
interface CreateOptions {
  email: string
  name?: string
  role: UserInput['role']
  team: string[]
  costCenter: string[]
  password?: string
}

const collect = (value: string, values: string[]) => [...values, value]

/** `ascribe users …` */
export function addUserCommands(program: Command): void {
  const users = program.command('users').description('people who sign in')

  users
    .command('create')
    .description('add a person; without --password one is made and printed')
    .requiredOption('--email <address>', 'what they sign in with')
    .requiredOption('--role <role>', 'admin, finance, lead, engineer or auditor')
    .option('--name <name>', 'how screens call them; the address where absent')
    .option('--team <slug>', 'a team that a lead or engineer sees; may be given several times', collect, [])
    .option('--cost-center <code>', 'a cost centre that a lead sees; may be given several times', collect, [])
    .option('--password <password>', 'at least 12 characters')
    .action(async ({ email, name, role, team, costCenter, password }: CreateOptions) => {
      const input = { email, name: name ?? email, role, teams: team, costCenters: costCenter, password }
      const { madePassword } = await runWithDatabase((db) => createUser(db, operator, input))
      if (madePassword) process.stdout.write(`${madePassword}\n`)
    })
}
