import { registryHandlers } from '@/lib/attribution/registry-commands/entry-handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(registryHandlers.product_line.list)
export const POST = mount(registryHandlers.product_line.create)
