import { mount } from '@/lib/http/mount'
import { postFix } from '@/lib/triage/write-handlers'

export const POST = mount(postFix)
