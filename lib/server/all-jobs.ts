import { budgetThresholds } from '@/lib/budgets/job'
import { usageRepeats } from '@/lib/engineering/waste/job'
import { financeExports } from '@/lib/finance/exports/job'
import { usageSpanSweep } from '@/lib/ingest/otlp/span-store'
import { housekeeping } from '@/lib/jobs/housekeeping'
import type { Job } from '@/lib/jobs/job'
import { sourceTallySweep } from '@/lib/sources/prune-job'
import { triageSnapshot } from '@/lib/triage/snapshot-job'
import { usageDoubles } from '@/lib/usage/doubles-job'
import { usagePartitions } from '@/lib/usage/jobs'
import { usageRepricing } from '@/lib/usage/repricing-job'

/** Every background job of the app. */
export const allJobs: readonly Job[] = [
  housekeeping,
  usagePartitions,
  usageRepricing,
  usageDoubles,
  usageSpanSweep,
  sourceTallySweep,
  budgetThresholds,
  triageSnapshot,
  financeExports,
  usageRepeats,
]
