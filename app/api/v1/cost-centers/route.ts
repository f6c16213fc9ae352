import { mount } from '@/lib/http/mount'
import { getCostCenters, postCostCenter } from '@/lib/registry/cost-center-handlers'

export const GET = mount(getCostCenters)
export const POST = mount(postCostCenter)
