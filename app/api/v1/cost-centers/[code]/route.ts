import { registryHandlers } from '@/lib/attribution/registry-commands/entry-handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(registryHandlers.cost_center.read)
export const PATCH = mount(registryHandlers.cost_center.change)
