import { mount } from '@/lib/http/mount'
import { postUndo } from '@/lib/triage/write-handlers'

export const POST = mount(postUndo)
