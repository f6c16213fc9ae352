import { registryHandlers } from '@/lib/attribution/registry-commands/entry-handlers'
import { mount } from '@/lib/http/mount'

export const GET = mount(registryHandlers.project.read)
export const PATCH = mount(registryHandlers.project.change)
