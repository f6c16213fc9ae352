import type { Job } from '@/lib/jobs/job'
import { evaluateBudgets } from './evaluate'

/** Looks every minute which budgets reached a threshold. */
export const budgetThresholds: Job = {
  name: 'budget-thresholds',
  description: 'Compares spend and forecast with every budget, and tells of thresholds that were reached.',
  schedule: '* * * * *',
  async run({ db, now }) {
    const { budgets, recorded, told } = await evaluateBudgets(db, { now })
    return `looked at ${budgets} budgets, recorded ${recorded} thresholds, told of ${told}`
  },
}
