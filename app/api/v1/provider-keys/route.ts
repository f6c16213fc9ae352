import { registryHandlers } from '@/lib/attribution/registry-commands/entry-handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(registryHandlers.provider_key.list)
export const POST = mount(registryHandlers.provider_key.create)
