import type { Handler } from '@/lib/http/handler'
import { route } from '@/lib/http/route'
import { describeContract } from './canonical-event'
import { getIngest } from './process-ingest'

/** `GET /api/v1/contract`: what an event looks like, and which fields each environment needs, for anyone with a key. */
export const getContract: Handler = route({ permission: null }, async () => describeContract(await getIngest().readContract()))
