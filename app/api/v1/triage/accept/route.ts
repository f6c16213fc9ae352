import { mount } from '@/lib/http/mount'
import { postAccept } from '@/lib/triage/write-handlers'

export const POST = mount(postAccept)
