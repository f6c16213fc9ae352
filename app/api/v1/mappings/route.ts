import { mount } from '@/lib/http/mount'
import { getMappings, postMapping } from '@/lib/registry/mapping-handlers'

export const GET = mount(getMappings)
export const POST = mount(postMapping)
