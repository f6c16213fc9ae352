import { getPool, patchPool } from '@/lib/attribution/pools/handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(getPool)
export const PATCH = mount(patchPool)
