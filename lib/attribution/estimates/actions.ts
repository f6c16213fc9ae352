'use server'

import type { z } from 'zod'
import { assertMay } from '@/lib/auth/actor'
import { findPageActor } from '@/lib/auth/page-actor'
import { getDatabase } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { type ActionResult, act, toActionFailure } from '@/lib/http/act'
import { createEstimates, withdrawEstimate } from './commands'
import { type FilePreview, previewEstimateFile } from './preview-file'
import type { createEstimatesSchema } from './schema'

export async function createEstimatesAction(input: z.input<typeof createEstimatesSchema>) {
  return act(createEstimates, input)
}

export async function withdrawEstimateAction(input: { id: string }) {
  return act(withdrawEstimate, input)
}

const maxFileCharacters = 900_000

/** What storing a file would do; nothing is stored. */
export async function previewEstimateFileAction(input: { text: string }): Promise<ActionResult<FilePreview>> {
  try {
    const actor = await findPageActor()
    if (!actor) throw new AppError('unauthenticated', 'You have been signed out. Sign in again.')
    assertMay(actor, createEstimates.permission)
    if (input.text.length > maxFileCharacters) throw new AppError('too_large', 'The file is larger than 900,000 characters.')
    return { ok: true, result: await previewEstimateFile(getDatabase(), input.text) }
  } catch (error) {
    return toActionFailure(error, 'estimate.preview')
  }
}
