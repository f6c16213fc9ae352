import { mount } from '@/lib/http/mount'
import { postMove } from '@/lib/triage/write-handlers'

export const POST = mount(postMove)
