import { mount } from '@/lib/http/mount'
import { patchCostCenter } from '@/lib/registry/cost-center-handlers'

export const PATCH = mount(patchCostCenter)
