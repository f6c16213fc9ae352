import type { Database } from '@/lib/db/client'
import { notification } from '@/lib/db/schema/inbox'

/** What some people are told. */
export interface Telling {
  /** What kind of thing happened: `budget.threshold`. */
  readonly kind: string
  /** What it happened by: each person is told of it once, however often this is called. */
  readonly subjectId: string
  readonly title: string
  readonly body: string
  /** The page that shows it. */
  readonly href: string
  /** Whoever is bounded sees it only while all of these are theirs; null where nothing bounds it. */
  readonly teamIds: readonly string[] | null
  readonly costCenterIds: readonly string[] | null
}

/** Puts something into the inboxes of people, within the transaction in which it happened. */
export async function tellUsers(tx: Database, userIds: readonly string[], telling: Telling): Promise<void> {
  if (userIds.length === 0) return
  const { teamIds, costCenterIds, ...rest } = telling
  const bounds = { teamIds: teamIds && [...teamIds], costCenterIds: costCenterIds && [...costCenterIds] }
  const rows = [...new Set(userIds)].sort().map((userId) => ({ userId, ...rest, ...bounds }))
  await tx.insert(notification).values(rows).onConflictDoNothing()
}
