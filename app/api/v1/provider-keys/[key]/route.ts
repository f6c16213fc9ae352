import { registryHandlers } from '@/lib/attribution/registry-commands/entry-handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(registryHandlers.provider_key.read)
export const PATCH = mount(registryHandlers.provider_key.change)
