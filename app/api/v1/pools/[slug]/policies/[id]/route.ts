import { patchPolicy } from '@/lib/attribution/pools/handlers'
import { mount } from '@/lib/http/mount'

export const PATCH = mount(patchPolicy)
