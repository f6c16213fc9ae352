import { mount } from '@/lib/http/mount'
import { getLanes } from '@/lib/triage/read-handlers'

export const GET = mount(getLanes)
