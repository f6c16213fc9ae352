import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { listNamed, readLabelColumns } from '@/lib/reports/spend/labels'
import { findZone, type ReportPlace } from '@/lib/reports/spend/queries'
import { addDays, type Period } from '@/lib/time/calendar'
import type { PeriodParams } from '../period-params'
import { baselineDays } from './schema'

/** A snapshot, and what a question about keys needs to know of the organisation. */
export interface KeysPlace extends ReportPlace {
  readonly tx: Database
  readonly scope: Scope
}

export async function findPlace(tx: Database, scope: Scope, { filters }: PeriodParams): Promise<KeysPlace> {
  return { tx, scope, zone: await findZone(tx), labels: await readLabelColumns(tx, listNamed({ groupBy: [], filters })) }
}

/** The days just before a period, by which it is told what is new in it. */
export const baselineOf = ({ from }: Period): Period => ({ from: addDays(from, -baselineDays), to: from })
