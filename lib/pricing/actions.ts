'use server'

import type { z } from 'zod'
import type { Command } from '@/lib/audit/command'
import { act } from '@/lib/http/act'
import { createDraft, discardDraft, publishDraft, rebaseDraft } from './commands/drafts'
import { addCustomModel, addPriceProvider, mapModelName, unmapModelName } from './commands/models'
import { endModelPrice, removeModelPrice, setPrice } from './commands/prices'
import { addContractTerm, endContractTerm } from './commands/terms'

type InputOf<Known> = Known extends Command<infer Input, unknown> ? z.input<Input> : never

export async function createDraftAction(input: InputOf<typeof createDraft>) {
  return act(createDraft, input)
}

export async function discardDraftAction(input: InputOf<typeof discardDraft>) {
  return act(discardDraft, input)
}

export async function rebaseDraftAction(input: InputOf<typeof rebaseDraft>) {
  return act(rebaseDraft, input)
}

export async function publishDraftAction(input: InputOf<typeof publishDraft>) {
  return act(publishDraft, input)
}

export async function addPriceProviderAction(input: InputOf<typeof addPriceProvider>) {
  return act(addPriceProvider, input)
}

export async function addCustomModelAction(input: InputOf<typeof addCustomModel>) {
  return act(addCustomModel, input)
}

export async function mapModelNameAction(input: InputOf<typeof mapModelName>) {
  return act(mapModelName, input)
}

export async function unmapModelNameAction(input: InputOf<typeof unmapModelName>) {
  return act(unmapModelName, input)
}

export async function setPriceAction(input: InputOf<typeof setPrice>) {
  return act(setPrice, input)
}

export async function endModelPriceAction(input: InputOf<typeof endModelPrice>) {
  return act(endModelPrice, input)
}

export async function removeModelPriceAction(input: InputOf<typeof removeModelPrice>) {
  return act(removeModelPrice, input)
}

export async function addContractTermAction(input: InputOf<typeof addContractTerm>) {
  return act(addContractTerm, input)
}

export async function endContractTermAction(input: InputOf<typeof endContractTerm>) {
  return act(endContractTerm, input)
}
