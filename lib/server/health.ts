import { sql } from 'drizzle-orm'
import { getDatabase } from '@/lib/db/client'
import { isMigrated } from '@/lib/db/migrate'
import { AppError, problemResponse } from '@/lib/errors'
import type { Handler } from '@/lib/http/handler'
import { log } from '@/lib/log'

const readyTimeoutMs = 3_000
const retryAfterSeconds = 5

const jsonHeaders = { 'content-type': 'application/json', 'cache-control': 'no-store' }

/** `GET /api/health`: this process answers. It asks nobody else, so that a slow database does not get the process killed. */
export const getHealth: Handler = async () =>
  new Response(JSON.stringify({ status: 'ok', uptime_seconds: Math.floor(process.uptime()) }), { headers: jsonHeaders })

/** `GET /api/ready`: requests can be served, since the database answers and holds every migration that this build knows. */
export const getReady: Handler = async (_request, { requestId }) => {
  try {
    await withDeadline(checkDatabase())
    return new Response(JSON.stringify({ status: 'ready' }), { headers: jsonHeaders })
  } catch (error) {
    log.warn({ err: error, request_id: requestId }, 'not ready')
    const detail = error instanceof NotMigratedError ? error.message : 'The database cannot be reached.'
    return problemResponse(new AppError('unavailable', detail, { retryAfterSeconds, cause: error }), requestId)
  }
}

class NotMigratedError extends Error {
  constructor() {
    super('The database lacks migrations of this version. They are applied when the app is started.')
  }
}

/** The URL that was found to be migrated: migrations are only ever added, so one look is enough. */
let migratedUrl: string | null = null

async function checkDatabase(): Promise<void> {
  const url = process.env.DATABASE_URL ?? ''
  if (migratedUrl === url) {
    await getDatabase().execute(sql`select 1`)
    return
  }
  if (!(await isMigrated(url))) throw new NotMigratedError()
  migratedUrl = url
}

async function withDeadline(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${readyTimeoutMs} ms`)), readyTimeoutMs)
  })
  try {
    await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}
