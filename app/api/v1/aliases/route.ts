import { getAliases, postAlias } from '@/lib/attribution/registry-commands/registry-handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(getAliases)
export const POST = mount(postAlias)
