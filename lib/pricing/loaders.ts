import { notFound } from 'next/navigation'
import { createLoader, type SearchParams } from 'nuqs/server'
import { actorMay } from '@/lib/auth/actor'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { type Database, getDatabase } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { getOrganization } from '@/lib/organization/queries'
import { listQuotes, readWorkload } from './estimate-workload'
import { explainMatch } from './explain-match'
import { getPriceBook } from './get-price-book'
import { type DraftRow, getDraft, getDraftModel, listDrafts } from './queries/drafts'
import { getModel } from './queries/get-model'
import { getRateHistory } from './queries/get-rate-history'
import { listModels, listProviders } from './queries/list-models'
import { listTerms } from './queries/terms'
import { getBookAge, getVersionChanges, listVersions } from './queries/versions'
import { quotePrices } from './quote-handler'
import { datePrices } from './screen-queries'
import {
  draftParams,
  modelsParams,
  nameParams,
  secondWorkloadParams,
  versionParams,
  workloadKeys,
  workloadParams,
} from './search-params'

const readModelsParams = createLoader(modelsParams)
const readNameParams = createLoader(nameParams)
const readVersionParams = createLoader(versionParams)
const readDraftParams = createLoader(draftParams)
const readFirstWorkload = createLoader(workloadParams, { urlKeys: workloadKeys.a })
const readSecondWorkload = createLoader(secondWorkloadParams, { urlKeys: workloadKeys.b })

/** What the forms that edit a draft offer to choose from. */
async function loadEditing(db: Database, canEdit: boolean) {
  const [providers, drafts] = await Promise.all([listProviders(db), listDrafts(db)])
  return { canEdit, providers, drafts, draftId: findOpenDraft(drafts)?.id ?? null }
}

/** The draft that edits go into: the one edited last. */
const findOpenDraft = (drafts: readonly DraftRow[]): DraftRow | null => drafts[0] ?? null

export type EditingData = Awaited<ReturnType<typeof loadEditing>>

/** A page of the list of models with the age of the book. */
export async function loadModelsPage(searchParams: Promise<SearchParams>) {
  const actor = await requirePagePermission('price.read')
  const { search, provider, page } = await readModelsParams(searchParams)
  const db = getDatabase()
  const [models, age, editing, { reportingZone }] = await Promise.all([
    listModels(db, { search: search.slice(0, 200), provider: provider ?? undefined, page }),
    getBookAge(db),
    loadEditing(db, actorMay(actor, 'price.edit')),
    getOrganization(),
  ])
  const rows = await datePrices(db, models.version, models.rows)
  return { models: { ...models, rows }, age, editing, zone: reportingZone }
}

export type ModelsPageData = Awaited<ReturnType<typeof loadModelsPage>>

/** One model with its history, and what a name that is being tried means. */
export async function loadModelPage(provider: string, model: string, searchParams: Promise<SearchParams>) {
  const actor = await requirePagePermission('price.read')
  const { name, from } = await readNameParams(searchParams)
  const db = getDatabase()
  const [detail, age, editing, book, { reportingZone }] = await Promise.all([
    orNotFound(getModel(db, provider, model)),
    getBookAge(db),
    loadEditing(db, actorMay(actor, 'price.edit')),
    getPriceBook(db),
    getOrganization(),
  ])
  const inDraft = editing.draftId === null ? null : await getDraftModel(db, editing.draftId, provider, model)
  const tried = name.trim() === '' ? null : { name, explanation: explainMatch(book.names, from ?? provider, name) }
  return {
    ...detail,
    history: getRateHistory(detail.prices),
    age,
    editing,
    /** The prices as the open draft has them; null: as published. */
    draftPrices: inDraft?.prices ?? null,
    tried,
    nowAt: new Date().toISOString(),
    zone: reportingZone,
  }
}

export type ModelPageData = Awaited<ReturnType<typeof loadModelPage>>

/** The published versions and the drafts. */
export async function loadVersionsPage() {
  const actor = await requirePagePermission('price.read')
  const db = getDatabase()
  const [versions, drafts, age, { reportingZone }] = await Promise.all([
    listVersions(db),
    listDrafts(db),
    getBookAge(db),
    getOrganization(),
  ])
  return { versions, drafts, age, canEdit: actorMay(actor, 'price.edit'), zone: reportingZone }
}

export type VersionsPageData = Awaited<ReturnType<typeof loadVersionsPage>>

/** What one version changed. */
export async function loadVersionPage(number: string, searchParams: Promise<SearchParams>) {
  await requirePagePermission('price.read')
  if (!/^[1-9]\d{0,8}$/.test(number)) notFound()
  const { page } = await readVersionParams(searchParams)
  const db = getDatabase()
  const [versions, changes, { reportingZone }] = await Promise.all([
    listVersions(db),
    orNotFound(getVersionChanges(db, Number(number), { page: Math.max(1, page) })),
    getOrganization(),
  ])
  const version = versions.find((one) => one.number === Number(number))
  if (!version) notFound()
  return { version, latest: versions[0]?.number ?? version.number, changes, zone: reportingZone }
}

export type VersionPageData = Awaited<ReturnType<typeof loadVersionPage>>

/** The drafts, and the diff of the one that the address names, or of the only one there is. */
export async function loadDraftPage(searchParams: Promise<SearchParams>) {
  const actor = await requirePagePermission('price.read')
  const { draft: named } = await readDraftParams(searchParams)
  const db = getDatabase()
  const [editing, { reportingZone }] = await Promise.all([loadEditing(db, actorMay(actor, 'price.edit')), getOrganization()])
  const only = editing.drafts.length === 1 ? editing.drafts[0] : undefined
  const wanted = editing.drafts.find(({ id }) => id === named) ?? only
  // Published or discarded while it was being looked up: then the list is what there is to show.
  const draft = wanted ? await orNull(getDraft(db, wanted.id)) : null
  return { editing, draft, isGone: named !== null && draft?.id !== named, zone: reportingZone }
}

export type DraftPageData = Awaited<ReturnType<typeof loadDraftPage>>

/** The contract terms, and where they are edited. */
export async function loadTermsPage() {
  const actor = await requirePagePermission('price.read')
  const db = getDatabase()
  const [terms, age, editing] = await Promise.all([listTerms(db), getBookAge(db), loadEditing(db, actorMay(actor, 'price.edit'))])
  return { terms, age, editing }
}

export type TermsPageData = Awaited<ReturnType<typeof loadTermsPage>>

/** Both workloads of the address, quoted, so that the first paint has its figures. */
export async function loadEstimatePage(searchParams: Promise<SearchParams>) {
  await requirePagePermission('price.read')
  const params = await searchParams
  const [first, second] = await Promise.all([readFirstWorkload(params), readSecondWorkload(params)])
  const db = getDatabase()
  const requests = listQuotes([readWorkload(first), readWorkload(second)])
  const [providers, age, answers] = await Promise.all([listProviders(db), getBookAge(db), quotePrices(db, requests, new Date())])
  return { providers, age, requests, answers }
}

export type EstimatePageData = Awaited<ReturnType<typeof loadEstimatePage>>

/** What is asked for, or the page that says there is no such thing. */
async function orNotFound<Found>(asked: Promise<Found>): Promise<Found> {
  const found = await orNull(asked)
  if (found === null) notFound()
  return found
}

async function orNull<Found>(asked: Promise<Found>): Promise<Found | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  }
}
