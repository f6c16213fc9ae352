import { mount } from '@/lib/http/mount'
import { patchBusinessUnit } from '@/lib/registry/business-unit-handlers'

export const PATCH = mount(patchBusinessUnit)
