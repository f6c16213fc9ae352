import { lockAttribution } from '@/lib/attribution/attribute-series'
import { acceptSeen } from '@/lib/attribution/registry-commands/accept-command'
import { beginOwnerChange, finishOwnerChange } from '@/lib/attribution/registry-commands/owner-change'
import { type AuditFacts, command } from '@/lib/audit/command'
import { assertMay } from '@/lib/auth/actor'
import { AppError } from '@/lib/errors'
import { aliasNameSchema, insertAlias } from '@/lib/registry/aliases'
import { foldAlias } from '@/lib/registry/owner-facts'
import type { FindingRef } from '../finding-ref'
import { finishFix, keepPresent, refuseField } from './frame-fix'
import { aliasTeamFixSchema, registerTeamFixSchema } from './schema'

/** Registers the teams that calls name: each owns at once what names it, on all days. */
export const fixRegisterTeam = command({
  name: 'triage.fix_register_team',
  permission: 'triage.resolve',
  input: registerTeamFixSchema,
  async run(context, { findings }) {
    const { tx, actor } = context
    const names = namesOf(findings)
    await lockAttribution(tx)
    const present = await keepPresent(context, findings)
    const { added } = await registerTeams(() => acceptSeen(tx, actor, { kind: 'team', names }))
    if (added === 0)
      throw new AppError('conflict', `${names.join(', ')}: registered already, and archived since. Restore the team.`)
    const refusal = 'A team that was registered stays: archive it among the teams, from the day on which it is no longer there.'
    return finishFix(context, present, {
      kind: 'register_team',
      summary: `Registered ${names.length === 1 ? 'the team' : 'the teams'} ${names.join(', ')}.`,
      undo: { refusal },
    })
  },
})

/** Names that cannot be slugs are findings at fault, not names of the registry's own list. */
async function registerTeams<T>(register: () => Promise<T>): Promise<T> {
  try {
    return await register()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid') throw error
    const errors = error.errors.map(({ path, message }) => ({
      path: path.replace(/^names\[(\d+)\]$/, 'findings[$1].key.reported_team'),
      message: `${message}: let it stand for a registered team instead`,
    }))
    throw new AppError('invalid', `${errors[0]?.path}: ${errors[0]?.message}.`, { errors, cause: error })
  }
}

/** Lets the names that calls state stand for a registered team, on all days. */
export const fixAliasTeam = command({
  name: 'triage.fix_alias_team',
  permission: 'triage.resolve',
  input: aliasTeamFixSchema,
  async run(context, { findings, team }) {
    const { tx, actor } = context
    assertMay(actor, 'registry.edit')
    const names = [...new Set(namesOf(findings).map(foldAlias))]
    await beginOwnerChange(tx)
    const present = await keepPresent(context, findings)
    const audit: AuditFacts[] = []
    const added: string[] = []
    for (const name of names) {
      const told = await insertAlias(tx, { kind: 'team', alias: aliasNameSchema.parse(name), target: team })
      if (told.length > 0) added.push(name)
      audit.push(...told)
    }
    if (added.length > 0) await finishOwnerChange(tx)
    return finishFix(context, present, {
      kind: 'alias_team',
      summary: `${names.join(', ')} ${names.length === 1 ? 'stands' : 'stand'} for the team ${team}.`,
      undo: { aliases: added.map((alias) => ({ alias, target: team })) },
      audit,
    })
  },
})

/** The names that findings of unknown teams are about. */
export function namesOf(findings: readonly FindingRef[]): string[] {
  const names = findings.map(({ lane, key }, index) => {
    if (lane !== 'unknown_team')
      refuseField(`findings[${index}].lane`, 'is not unknown_team, the lane of names that nobody registered')
    return (
      key.reported_team ??
      refuseField(`findings[${index}].key.reported_team`, 'is none: a mapping named the team, which was archived')
    )
  })
  return [...new Set(names)]
}
