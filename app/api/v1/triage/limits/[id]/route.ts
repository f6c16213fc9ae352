import { mount } from '@/lib/http/mount'
import { deleteLimit } from '@/lib/triage/write-handlers'

export const DELETE = mount(deleteLimit)
