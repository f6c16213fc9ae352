import { mount } from '@/lib/http/mount'
import { getFindingById } from '@/lib/triage/read-handlers'

export const GET = mount(getFindingById)
