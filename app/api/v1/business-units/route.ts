import { mount } from '@/lib/http/mount'
import { getBusinessUnits, postBusinessUnit } from '@/lib/registry/business-unit-handlers'

export const GET = mount(getBusinessUnits)
export const POST = mount(postBusinessUnit)
