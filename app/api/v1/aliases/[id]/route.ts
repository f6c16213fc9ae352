import { deleteAlias } from '@/lib/attribution/registry-commands/registry-handlers'
import { mount } from '@/lib/http/mount'

export const DELETE = mount(deleteAlias)
