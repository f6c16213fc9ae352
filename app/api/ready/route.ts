import { mount } from '@/lib/http/mount'
import { getReady } from '@/lib/server/health'

export const dynamic = 'force-dynamic'
export const GET = mount(getReady)
