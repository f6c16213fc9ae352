import { mount } from '@/lib/http/mount'
import { getMetrics } from '@/lib/server/metrics'

export const dynamic = 'force-dynamic'
export const GET = mount(getMetrics)
