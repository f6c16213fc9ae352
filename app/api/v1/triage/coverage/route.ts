import { mount } from '@/lib/http/mount'
import { getCoverage } from '@/lib/triage/read-handlers'

export const GET = mount(getCoverage)
