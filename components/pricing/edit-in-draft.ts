import type { ActionResult } from '@/lib/http/act'
import { createDraftAction, discardDraftAction } from '@/lib/pricing/actions'

/**
 * Runs an edit in the open draft, or in one that is begun for it. A draft begun for an edit that is then refused is given up
 * again, so that trying leaves nothing behind.
 */
export async function editInDraft(
  draftId: string | null,
  edit: (draftId: string) => Promise<ActionResult<unknown>>,
): Promise<ActionResult<{ draftId: string }>> {
  if (draftId !== null) return nameDraft(await edit(draftId), draftId)
  const begun = await createDraftAction({})
  if (!begun.ok) return begun
  const answer = await edit(begun.result.id)
  if (!answer.ok) await discardDraftAction({ draftId: begun.result.id })
  return nameDraft(answer, begun.result.id)
}

function nameDraft(answer: ActionResult<unknown>, draftId: string): ActionResult<{ draftId: string }> {
  if (answer.ok) return { ok: true, result: { draftId } }
  // A message that only repeats the first field with the server's path is told better beside the field.
  const repeats = answer.errors.some(({ path }) => answer.message.startsWith(`${path}: `))
  const message = repeats ? 'The draft was not changed.' : answer.message
  return { ...answer, message, errors: answer.errors.map((error) => ({ ...error, path: toFormField(error.path) })) }
}

/**
 * The field of a form that the server's path is about: `price.rates.input` is `rate-input`, `price.bands[0].over` is
 * `band-0-over`, `term.value` is `value`.
 */
export function toFormField(path: string): string {
  const own = path.replace(/^(price|term|entry)\./, '').replace(/^prices\[0\]\./, '')
  const band = /^bands\[(\d+)\]\.(?:rates\.)?(\w+)/.exec(own)
  if (band) return `band-${band[1]}-${band[2]}`
  const rate = /^rates\.(\w+)/.exec(own)
  return rate ? `rate-${rate[1]}` : own
}
