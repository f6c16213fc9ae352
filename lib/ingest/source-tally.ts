import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { log } from '@/lib/log'
import { lagBucket } from './lag-bucket'
import type { NormalisedRecord } from './normalise'
import type { TakenIn } from './take-in'

/**
 * Counts what arrives by source and UTC hour, in memory, and adds it to `source_tally` every few seconds and at the end. Nobody
 * waits for it. A crash loses the last seconds, so the figures are told as approximate; money never comes from them.
 */
export interface SourceTally {
  /** Notes what became of records that were just taken in. */
  noteTaken(sourceId: number, records: readonly NormalisedRecord[], taken: TakenIn): void
  /** Notes fields that a body held and that were dropped. */
  noteFields(sourceId: number, names: readonly string[]): void
  /** Writes what was noted. Where the database is away it is kept for the next time. */
  flush(): Promise<void>
  /** Writes what was noted and ends the timer. */
  close(): Promise<void>
}

const [hourMs, dayMs] = [3_600_000, 86_400_000]
const flushEveryMs = 3_000
/** Hours that lie further back belong to an import of the past and say nothing of how a source behaves. */
const keptDays = 35
/** Of what cannot be written, because the database is away, no more is kept than this. */
const maxWaiting = 100_000

/** A call that came later than this was brought in after the fact; of how quickly a source sends it says nothing. */
const lateAfterMs = dayMs

/** Makes the tally of a process. */
export function createSourceTally(db: Database): SourceTally {
  const counts = new Map<string, number>()
  const fields = new Map<string, number>()
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()

  const add = (into: Map<string, number>, key: string, count: number) => {
    if (into.size < maxWaiting || into.has(key)) into.set(key, (into.get(key) ?? 0) + count)
  }
  const awaitFlush = () => {
    if (timer !== null) return
    timer = setTimeout(() => void flush(), flushEveryMs)
    timer.unref()
  }
  const flush = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    writing = writing.then(async () => {
      await write(counts, (rows) => writeCounts(db, rows))
      await write(fields, (rows) => writeFields(db, rows))
    })
    return writing
  }
  const write = async (from: Map<string, number>, store: (rows: [string, number][]) => Promise<void>) => {
    if (from.size === 0) return
    // In one order everywhere, so that two processes do not wait for each other in a circle.
    const rows = [...from].sort(([left], [right]) => (left < right ? -1 : 1))
    from.clear()
    try {
      await store(rows)
    } catch (error) {
      log.warn({ err: error }, 'what arrived from sources was not counted yet')
      for (const [key, count] of rows) add(from, key, count)
    }
  }

  return {
    noteTaken: (sourceId, records, taken) => {
      const nowMs = Date.now()
      for (const [kind, ofKind] of tallyTaken(records, taken, nowMs)) {
        for (const [name, count] of ofKind) {
          const isCall = kind === 'call'
          const hour = Math.floor((isCall ? Number(name) * hourMs : nowMs) / hourMs)
          add(counts, JSON.stringify([sourceId, kind, hour, isCall ? '' : String(name)]), count)
        }
      }
      awaitFlush()
    },
    noteFields: (sourceId, names) => {
      for (const name of names) add(fields, JSON.stringify([sourceId, name]), 1)
      if (names.length > 0) awaitFlush()
    },
    flush,
    close: flush,
  }
}

type Counts = Map<string | number, number>

/** Counts a batch by kind and name; of a call the hour in which it began stands for its name. */
function tallyTaken(records: readonly NormalisedRecord[], taken: TakenIn, nowMs: number): Map<string, Counts> {
  const kinds = new Map<string, Counts>()
  const count = (kind: string, name: string | number) => {
    const ofKind = kinds.get(kind) ?? new Map()
    kinds.set(kind, ofKind)
    ofKind.set(name, (ofKind.get(name) ?? 0) + 1)
  }
  for (const [index, { status, findings }] of taken.results.entries()) {
    count('received', status)
    const record = records[index]
    if (!record?.ok || status === 'duplicate') continue
    if (findings.length > 0) count('received', 'with_findings')
    for (const code of findings) count('finding', code)
    if (status !== 'accepted') continue
    const { occurredAtMs } = record.event
    const lagMs = nowMs - occurredAtMs
    if (lagMs > lateAfterMs) count('received', 'late')
    else count('lag', lagBucket(lagMs))
    if (lagMs < keptDays * dayMs) count('call', Math.floor(occurredAtMs / hourMs))
  }
  return kinds
}

async function writeCounts(db: Database, rows: readonly [string, number][]): Promise<void> {
  const values = rows.map(([key, count]) => {
    const [sourceId, kind, hour, name]: [number, string, number, string] = JSON.parse(key)
    return { source_id: sourceId, kind, hour: new Date(hour * hourMs).toISOString(), name, count }
  })
  await db.execute(sql`
    insert into source_tally (source_id, kind, hour, name, count)
    select source_id, kind, hour, name, count from jsonb_to_recordset(${JSON.stringify(values)}::jsonb)
      as tally(source_id integer, kind text, hour timestamptz, name text, count bigint)
    order by source_id, kind, hour, name
    on conflict (source_id, kind, hour, name) do update set count = source_tally.count + excluded.count`)
}

async function writeFields(db: Database, rows: readonly [string, number][]): Promise<void> {
  const values = rows.map(([key, bodies]) => {
    const [sourceId, name]: [number, string] = JSON.parse(key)
    return { source_id: sourceId, name, bodies }
  })
  await db.execute(sql`
    insert into source_unknown_field (source_id, name, bodies, first_seen_at, last_seen_at)
    select source_id, name, bodies, now(), now() from jsonb_to_recordset(${JSON.stringify(values)}::jsonb)
      as field(source_id integer, name text, bodies bigint)
    order by source_id, name
    on conflict (source_id, name) do update
      set bodies = source_unknown_field.bodies + excluded.bodies, last_seen_at = excluded.last_seen_at`)
}
