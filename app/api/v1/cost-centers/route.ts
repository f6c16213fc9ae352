import { registryHandlers } from '@/lib/attribution/registry-commands/entry-handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(registryHandlers.cost_center.list)
export const POST = mount(registryHandlers.cost_center.create)
