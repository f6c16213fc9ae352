import { mount } from '@/lib/http/mount'
import { getBurnDown } from '@/lib/triage/read-handlers'

export const GET = mount(getBurnDown)
