'use server'

import { revalidatePath } from 'next/cache'
import type { z } from 'zod'
import { assertMay } from '@/lib/auth/actor'
import { findPageActor } from '@/lib/auth/page-actor'
import { getDatabase } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { type ActionResult, act, toActionFailure } from '@/lib/http/act'
import { amendBudget, decideRequest, requestAmount, setPlan, withdrawRequest } from './commands/amounts'
import { archiveBudget, createBudget, editBudget, restoreBudget } from './commands/budgets'
import { acknowledgeEvent } from './commands/events'
import { type ImportOutcome, importBudgets } from './import-budgets'
import { readPlanCsv } from './plan-csv'
import type { amendBudgetSchema, createBudgetSchema, decideRequestSchema, editBudgetSchema } from './schema'

export async function createBudgetAction(input: z.input<typeof createBudgetSchema>) {
  return act(createBudget, input)
}

export async function editBudgetAction(input: z.input<typeof editBudgetSchema>) {
  return act(editBudget, input)
}

export async function amendBudgetAction(input: z.input<typeof amendBudgetSchema>) {
  return act(amendBudget, input)
}

export async function requestAmountAction(input: z.input<typeof amendBudgetSchema>) {
  return act(requestAmount, input)
}

export async function decideRequestAction(input: z.input<typeof decideRequestSchema>) {
  return act(decideRequest, input)
}

export async function withdrawRequestAction(input: { id: string }) {
  return act(withdrawRequest, input)
}

export async function acknowledgeEventAction(input: { id: string }) {
  return act(acknowledgeEvent, input)
}

export async function archiveBudgetAction(input: { id: string }) {
  return act(archiveBudget, input)
}

export async function restoreBudgetAction(input: { id: string }) {
  return act(restoreBudget, input)
}

/** Sets the plan of a budget from the text of a CSV file; none takes it away. */
export async function setPlanAction({ id, csv }: { id: string; csv: string }): Promise<ActionResult<undefined>> {
  try {
    const answer = await act(setPlan, { id, months: readPlanCsv(csv) })
    return answer.ok ? { ok: true, result: undefined } : answer
  } catch (error) {
    return toActionFailure(error, setPlan.commandName)
  }
}

/** Takes a CSV file of budgets in, or only tells what would happen. */
export async function importBudgetsAction({
  csv,
  isTrial,
}: {
  csv: string
  isTrial: boolean
}): Promise<ActionResult<ImportOutcome>> {
  try {
    const actor = await findPageActor()
    if (!actor) throw new AppError('unauthenticated', 'You have been signed out. Sign in again; nothing was changed.')
    assertMay(actor, 'budget.edit')
    const result = await importBudgets(getDatabase(), actor, { csv, isTrial, now: new Date() })
    if (result.isApplied) revalidatePath('/', 'layout')
    return { ok: true, result }
  } catch (error) {
    return toActionFailure(error, 'budget.import')
  }
}
