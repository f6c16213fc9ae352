import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { actorMay } from '@/lib/auth/actor'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { getDatabase } from '@/lib/db/client'
import { readEnv } from '@/lib/env'
import { describeKey } from '@/lib/keys/loaders'
import { listKeys } from '@/lib/keys/queries'
import { getOrganization } from '@/lib/organization/queries'
import { findOrigin } from './find-origin'
import { defaultRank, sourceFormats } from './formats'
import { listSourceViews } from './list-sources'
import { readSource } from './read-source'

const formats = sourceFormats.map((format) => ({ format, rank: defaultRank(format) }))

/** What the list of sources shows to the person who opens it. */
export async function loadSourcesPage() {
  const actor = await requirePagePermission('source.read')
  const now = new Date()
  const seesKeys = actorMay(actor, 'key.read')
  const [sources, { reportingZone: zone }, origin] = await Promise.all([
    listSourceViews(getDatabase(), { now, seesKeys }),
    getOrganization(),
    readOrigin(),
  ])
  return { sources, zone, asOf: now.toISOString(), origin, formats, seesKeys, canEdit: actorMay(actor, 'source.edit') }
}

export type SourcesPageData = Awaited<ReturnType<typeof loadSourcesPage>>

/** The page of one source; 404 where there is none. */
export async function loadSourcePage(slug: string) {
  const actor = await requirePagePermission('source.read')
  const [db, now] = [getDatabase(), new Date()]
  const seesKeys = actorMay(actor, 'key.read')
  const [details, { reportingZone: zone }, keys, origin] = await Promise.all([
    readSource(db, slug, { now, seesKeys }),
    getOrganization(),
    seesKeys ? listKeys(db) : null,
    readOrigin(),
  ])
  if (details === null) notFound()
  return {
    ...details,
    /** Null where the reader may not see keys. */
    keys: keys?.filter((key) => key.source === slug).map((key) => describeKey(key, now.getTime())) ?? null,
    zone,
    asOf: now.toISOString(),
    origin,
    formats,
    canEdit: actorMay(actor, 'source.edit'),
    canEditKeys: actorMay(actor, 'key.edit'),
  }
}

export type SourcePageData = Awaited<ReturnType<typeof loadSourcePage>>

async function readOrigin(): Promise<string> {
  return findOrigin(await headers(), readEnv())
}
