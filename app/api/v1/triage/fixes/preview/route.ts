import { mount } from '@/lib/http/mount'
import { postFixPreview } from '@/lib/triage/write-handlers'

export const POST = mount(postFixPreview)
