import { postAccept } from '@/lib/attribution/registry-commands/registry-handlers'
import { mount } from '@/lib/http/mount'

export const POST = mount(postAccept)
