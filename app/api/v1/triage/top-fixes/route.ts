import { mount } from '@/lib/http/mount'
import { getTopFixes } from '@/lib/triage/read-handlers'

export const GET = mount(getTopFixes)
