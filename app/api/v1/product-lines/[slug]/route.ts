import { registryHandlers } from '@/lib/attribution/registry-commands/entry-handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(registryHandlers.product_line.read)
export const PATCH = mount(registryHandlers.product_line.change)
