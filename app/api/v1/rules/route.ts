import { getRules, postRule } from '@/lib/attribution/rules/handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(getRules)
export const POST = mount(postRule)
