import { mount } from '@/lib/http/mount'
import { postComment } from '@/lib/triage/write-handlers'

export const POST = mount(postComment)
