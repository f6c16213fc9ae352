import { type SQL, sql } from 'drizzle-orm'

/**
 * Whether a policy of a shared pool was approved for a month: what is shared by nobody's decision counts as attributed to nobody.
 *
 * @param pool the slug of the pool; where it is null, the answer is false.
 * @param month the first day of the month, a date.
 */
export function isApprovedPool(pool: SQL, month: SQL): SQL {
  return sql`(${pool} is not null and exists (
    select from pool_policy policy join shared_pool on shared_pool.id = policy.pool_id
    where shared_pool.slug = ${pool} and policy.decision = 'approved' and policy.effective_from <= ${month}
  ))`
}
