import { mount } from '@/lib/http/mount'
import { postAssign } from '@/lib/triage/write-handlers'

export const POST = mount(postAssign)
