import { mount } from '@/lib/http/mount'
import { getSource, patchSource } from '@/lib/sources/handlers'

export const GET = mount(getSource)
export const PATCH = mount(patchSource)
