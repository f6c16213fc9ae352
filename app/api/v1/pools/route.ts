import { getPools, postPool } from '@/lib/attribution/pools/handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(getPools)
export const POST = mount(postPool)
