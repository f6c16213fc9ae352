import { createLoader } from 'nuqs/server'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { getOrganization } from '@/lib/organization/queries'
import type { LabelDimension } from '@/lib/reports/spend/dimension-names'
import { loadLabelDimensions } from '@/lib/reports/spend/loaders'
import type { CalendarDate } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { type PeriodParams, periodSearchParams, readPeriod } from './period-params'

/** What the page of an engineering screen knows before it asks for anything. */
export interface LoadedPeriod {
  readonly period: PeriodParams
  /** The declared labels, which are dimensions too. */
  readonly labels: readonly LabelDimension[]
  /** Reporting zone. */
  readonly zone: string
  /** The day in that zone. */
  readonly today: CalendarDate
}

/** Period and filters of a page's address, for those who may read spend. */
export async function loadPeriod(searchParams: Promise<Record<string, string | string[] | undefined>>): Promise<LoadedPeriod> {
  await requirePagePermission('spend.read')
  const [labels, { reportingZone: zone }] = await Promise.all([loadLabelDimensions(), getOrganization()])
  const address = await createLoader(periodSearchParams(labels))(searchParams)
  const today = dateInZone(new Date(), zone)
  return { period: readPeriod(address, today), labels, zone, today }
}
