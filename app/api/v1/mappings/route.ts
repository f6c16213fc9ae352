import { getMappings, postMapping } from '@/lib/attribution/registry-commands/mapping-handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(getMappings)
export const POST = mount(postMapping)
