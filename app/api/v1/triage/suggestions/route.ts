import { mount } from '@/lib/http/mount'
import { postSuggestions } from '@/lib/triage/write-handlers'

export const POST = mount(postSuggestions)
