import { getDispute, patchDispute } from '@/lib/attribution/disputes/handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(getDispute)
export const PATCH = mount(patchDispute)
