import { deleteRule, getRule, patchRule } from '@/lib/attribution/rules/handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(getRule)
export const PATCH = mount(patchRule)
export const DELETE = mount(deleteRule)
