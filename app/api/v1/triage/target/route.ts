import { mount } from '@/lib/http/mount'
import { postTarget } from '@/lib/triage/write-handlers'

export const POST = mount(postTarget)
