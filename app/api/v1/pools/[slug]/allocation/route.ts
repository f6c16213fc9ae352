import { getPoolAllocation } from '@/lib/attribution/pools/handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(getPoolAllocation)
