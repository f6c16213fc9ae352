import type { Actor } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'
import { loadListPrices } from '@/lib/pricing/load-list-prices'
import { buildPriceBook } from '@/lib/pricing/price-book'
import { readReportingZone } from '@/lib/registry/registry-version'
import { type Batch, type SendTotals, sendBatches } from '@/lib/replay/send-batches'
import { addMonths, type CalendarDate, countDays, monthOf } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import type { DemoEvent } from './demo-event'
import { type DemoSize, type GenerateOptions, generateUsage, generatorVersion } from './generate-usage'
import { type LoadMarker, markLoaded, readMarker } from './load-marker'
import { withLoaderKeys } from './loader-keys'
import { createProgress, type ProgressOutput } from './progress'
import { tellStories } from './stories'
import type { DemoSource } from './workload'

interface LoadUsageOptions {
  /** Where the running server takes events. */
  readonly baseUrl: string
  /** Of a first load; what is there already grows at the size that it has. */
  readonly size?: DemoSize
  readonly output?: ProgressOutput
  readonly now?: Date
}

/** What a load did. */
export interface LoadedUsage {
  /** Events that are new. */
  readonly posted: number
  /** Events that an earlier load, which was cut off, had posted already. */
  readonly duplicates: number
}

const seed = 'ascribe demo'
const eventsPerBatch = 1_000
const connections = 4

/**
 * Posts the demo's usage to a running server, as any source would: days that are not there yet, month by month. Cut off, it goes
 * on with the month it was in, and what had arrived counts once; complete, it posts nothing.
 *
 * @throws AppError where the server takes no events; Error where it refuses some of them.
 */
export async function loadUsage(db: Database, actor: Actor, options: LoadUsageOptions): Promise<LoadedUsage> {
  const { baseUrl, size = 'full', output = process.stdout, now = new Date() } = options
  const zone = await readReportingZone(db)
  const today = dateInZone(now, zone)
  let marker = (await readMarker(db)) ?? beginAt(today, size)
  const nothing = { posted: 0, duplicates: 0 }
  if (marker.loadedTo >= today) return nothing
  if (marker.generatorVersion !== generatorVersion) {
    output.write('The demo was loaded by another version of Ascribe: its usage ends there. Remove the data folder to renew it.\n')
    return nothing
  }
  // Noted before the first event, so that a load that is cut off goes on with the same stories.
  await markLoaded(db, actor, marker)
  const totals = { ...nothing }
  const progress = createProgress('Posting the demo’s usage', output)
  const startMs = performance.now()
  const first = marker.loadedTo
  const book = buildPriceBook(loadListPrices())
  await withLoaderKeys(db, actor, async (secretOf) => {
    while (marker.loadedTo < today) {
      const to = earlier(today, `${monthOf(addMonths(`${monthOf(marker.loadedTo)}-01`, 1))}-01`)
      const plan = { seed: marker.seed, size: marker.size, firstLoadedOn: marker.firstLoadedOn, zone, book }
      const sent = await postDays({ ...plan, from: marker.loadedTo, today: to }, baseUrl, secretOf, (day, stored) => {
        const count = totals.posted + totals.duplicates + stored
        const rate = Math.round((count * 1000) / (performance.now() - startMs))
        const share = countDays({ from: first, to: day }) / countDays({ from: first, to: today })
        progress.show(share, `${day}, ${count.toLocaleString('en')} events, ${rate.toLocaleString('en')}/s`)
      })
      totals.posted += sent.accepted
      totals.duplicates += sent.duplicates
      marker = { ...marker, loadedTo: to }
      await markLoaded(db, actor, marker)
    }
  })
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1)
  progress.end(`${totals.posted.toLocaleString('en')} events in ${seconds} s`)
  return totals
}

function beginAt(today: CalendarDate, size: DemoSize): LoadMarker {
  return { generatorVersion, seed, size, firstLoadedOn: today, loadedTo: tellStories(today).from }
}

const earlier = (left: CalendarDate, right: CalendarDate) => (left < right ? left : right)

interface DatedBatch extends Batch {
  readonly day: CalendarDate
}

async function postDays(
  plan: GenerateOptions,
  baseUrl: string,
  secretOf: (source: DemoSource) => string,
  onSent: (day: CalendarDate, stored: number) => void,
): Promise<SendTotals> {
  let firstFault: string | null = null
  const batches = batchBySource(generateUsage(plan), plan.zone, secretOf)
  const totals = await sendBatches<DatedBatch>(batches, {
    baseUrl,
    connections,
    onSent: ({ day }, { accepted, duplicates }) => onSent(day, accepted + duplicates),
    onRefused: ({ batch, index, status, errors }) => {
      const why = errors.map(({ path, message }) => `${path} ${message}`).join('; ')
      firstFault ??= `${status}: ${why} ${JSON.stringify(batch.records[index])}`
    },
  })
  if (firstFault !== null) {
    throw new Error(`${totals.rejected + totals.conflicts} events of the demo were not taken, the first of them ${firstFault}`)
  }
  return totals
}

/** Batches of one source each, nearly in order of time. */
function* batchBySource(
  events: Iterable<DemoEvent>,
  zone: string,
  secretOf: (source: DemoSource) => string,
): Generator<DatedBatch> {
  const waiting = new Map<DemoSource, DemoEvent[]>()
  const pack = (source: DemoSource, list: readonly DemoEvent[]): DatedBatch => ({
    records: list.map(({ record }) => record),
    key: secretOf(source),
    day: dateInZone(new Date(list[0]?.atMs ?? 0), zone),
  })
  for (const event of events) {
    const list = waiting.get(event.source) ?? []
    list.push(event)
    waiting.set(event.source, list)
    if (list.length < eventsPerBatch) continue
    waiting.delete(event.source)
    yield pack(event.source, list)
  }
  for (const [source, list] of waiting) yield pack(source, list)
}
