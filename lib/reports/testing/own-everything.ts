import type postgres from 'postgres'

/** Gives every series to one team, for all of time. */
export async function ownEverything(sql: postgres.Sql, teamId: string): Promise<void> {
  await sql`truncate series_ownership`
  await sql`insert into series_ownership (series_id, period, owner_kind, team_id, basis)
    select id, '(,)', 'team', ${teamId}, 'metadata' from usage_series`
}
