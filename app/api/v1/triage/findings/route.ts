import { mount } from '@/lib/http/mount'
import { getFindings } from '@/lib/triage/read-handlers'

export const GET = mount(getFindings)
