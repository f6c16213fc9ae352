import { mount } from '@/lib/http/mount'
import { getLimits } from '@/lib/triage/read-handlers'
import { postLimit } from '@/lib/triage/write-handlers'

export const GET = mount(getLimits)
export const POST = mount(postLimit)
