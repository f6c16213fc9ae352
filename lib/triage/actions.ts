'use server'

import { revalidatePath } from 'next/cache'
import type { Actor } from '@/lib/auth/actor'
import { findPageActor } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { type Database, getDatabase } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { type ActionResult, act, toActionFailure } from '@/lib/http/act'
import { assignFindings, commentOnFindings, moveFindings } from './commands'
import type { FindingRef } from './finding-ref'
import { type AcceptedSuggestions, acceptSuggestions } from './fixes/accept-suggestions'
import type { FixKind } from './fixes/kinds'
import { type FixPreview, type FixPreviewInput, previewFix } from './fixes/preview'
import { runFix } from './fixes/run-fix'
import type { FixInput, FixOutcome } from './fixes/schema'
import { undoFix } from './fixes/undo'
import type { Lane } from './lanes'
import { removeLimit, setLimit, setTarget } from './limits'

type Refs = readonly { lane: string; key: Record<string, string | null> }[]

export async function assignFindingsAction(input: {
  findings: FindingRef[]
  assignee: { user: string } | { user_id: string } | { team: string } | { desk: 'platform' | 'finance' } | null
}) {
  return act(assignFindings, { ...input, findings: toRefs(input.findings) })
}

export async function moveFindingsAction(input: {
  findings: FindingRef[]
  state: 'open' | 'in_progress' | 'waiting'
  comment?: string | null
}) {
  return act(moveFindings, { ...input, findings: toRefs(input.findings) })
}

export async function commentOnFindingsAction(input: { findings: FindingRef[]; comment: string }) {
  return act(commentOnFindings, { ...input, findings: toRefs(input.findings) })
}

export async function runFixAction<Kind extends FixKind>(kind: Kind, input: FixInput<Kind>): Promise<ActionResult<FixOutcome>> {
  return perform('triage.fix', (db, actor) => runFix(db, actor, kind, input), { changes: true })
}

/** What a fix would move; nothing is changed. */
export async function previewFixAction(input: FixPreviewInput): Promise<ActionResult<FixPreview>> {
  return perform('triage.preview', (db, actor) => previewFix(db, scopeFor(actor, 'triage.resolve'), input), { changes: false })
}

export async function undoFixAction(input: { id: string }): Promise<ActionResult<FixOutcome>> {
  return perform('triage.undo', (db, actor) => undoFix(db, actor, input), { changes: true })
}

export async function acceptSuggestionsAction(input: { findings: FindingRef[] }): Promise<ActionResult<AcceptedSuggestions>> {
  return perform('triage.accept_suggestions', (db, actor) => acceptSuggestions(db, actor, { findings: toRefs(input.findings) }), {
    changes: true,
  })
}

export async function setLimitAction(input: { lane: Lane | null; measure: 'cost' | 'share' | 'age'; threshold: string }) {
  return act(setLimit, input)
}

export async function removeLimitAction(input: { id: string }) {
  return act(removeLimit, input)
}

export async function setTargetAction(input: { from: string; percent: string }) {
  return act(setTarget, input)
}

const toRefs = (refs: Refs | readonly FindingRef[]) => refs.map(({ lane, key }) => ({ lane, key: { ...key } }))

async function perform<T>(
  name: string,
  work: (db: Database, actor: Actor) => Promise<T>,
  { changes }: { changes: boolean },
): Promise<ActionResult<T>> {
  try {
    const actor = await findPageActor()
    if (!actor) throw new AppError('unauthenticated', 'You have been signed out. Sign in again; nothing was changed.')
    const result = await work(getDatabase(), actor)
    if (changes) revalidatePath('/', 'layout')
    return { ok: true, result }
  } catch (error) {
    return toActionFailure(error, name)
  }
}
