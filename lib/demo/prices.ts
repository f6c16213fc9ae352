import { desc } from 'drizzle-orm'
import type { Actor } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'
import { priceVersion } from '@/lib/db/schema/pricing'
import { createDraft, publishDraft } from '@/lib/pricing/commands/drafts'
import { addCustomModel, addPriceProvider, mapModelName } from '@/lib/pricing/commands/models'
import { setPrice } from '@/lib/pricing/commands/prices'
import { addContractTerm } from '@/lib/pricing/commands/terms'

/** The provider accounts that the demo's contract terms are agreed for. */
export const demoAccounts = { anthropic: 'anthropic-eu-production', openai: 'openai-checkout' } as const

/** A model on servers of one's own. */
export const demoModel = { provider: 'self-hosted', model: 'llama-4-70b-onprem' } as const

const publicationNote = 'Own Llama servers, the Anthropic discount of October, and the name under which support chats are sent'
const draftNote = 'Llama gets cheaper with the new cluster'

/**
 * What an organisation adds to the list prices: a model of its own, two contract terms and a mapped name, published as
 * version 2, and a draft with a price drop on the first of next month. Once published, a second start changes nothing.
 */
export async function loadPrices(db: Database, actor: Actor, now: Date = new Date()): Promise<void> {
  const versions = await db.select({ note: priceVersion.note }).from(priceVersion).orderBy(desc(priceVersion.number))
  if (versions.length === 0 || versions.some(({ note }) => note === publicationNote)) return
  await db.transaction(async (tx) => {
    await publishOwnPrices(tx, actor)
    const { id: draftId } = await createDraft(tx, actor, { note: draftNote })
    await setPrice(tx, actor, {
      ...demoModel,
      draftId,
      mode: 'add',
      price: { tier: 'standard', from: startOfNextMonth(now), rates: { input: '0.15', cached_input: '0.03', output: '0.36' } },
    })
  })
}

async function publishOwnPrices(tx: Database, actor: Actor): Promise<void> {
  const { id: draftId } = await createDraft(tx, actor, { note: publicationNote })
  const { provider, model } = demoModel
  await addPriceProvider(tx, actor, { draftId, provider, aliases: ['vllm', 'on-prem'] })
  await addCustomModel(tx, actor, {
    draftId,
    provider,
    entry: {
      model,
      name: 'Llama 4 70B, own servers',
      context_window: 131_072,
      aliases: { exact: ['llama-4-70b'], prefix: ['meta-llama/llama-4-70b'] },
      prices: [
        { tier: 'standard', from: '2026-07-01T00:00:00Z', rates: { input: '0.18', cached_input: '0.036', output: '0.44' } },
      ],
    },
  })
  await addContractTerm(tx, actor, {
    draftId,
    term: {
      id: 'anthropic-12-percent',
      provider: 'anthropic',
      account: demoAccounts.anthropic,
      kind: 'percentage',
      value: '12',
      from: '2026-10-01T00:00:00Z',
    },
  })
  await addContractTerm(tx, actor, {
    draftId,
    term: {
      id: 'openai-mini-output',
      provider: 'openai',
      account: demoAccounts.openai,
      model: 'gpt-5.4-mini',
      meter: 'output',
      kind: 'fixed',
      value: '3.9',
      from: '2026-09-01T00:00:00Z',
      to: '2027-09-01T00:00:00Z',
    },
  })
  await mapModelName(tx, actor, {
    draftId,
    provider: 'openai',
    kind: 'exact',
    pattern: 'support-chat-prod',
    model: 'gpt-5.4-mini',
  })
  await publishDraft(tx, actor, { draftId, note: publicationNote })
}

function startOfNextMonth(now: Date): string {
  return `${new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)).toISOString().slice(0, 10)}T00:00:00Z`
}
