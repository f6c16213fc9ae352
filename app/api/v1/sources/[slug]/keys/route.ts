import { mount } from '@/lib/http/mount'
import { postSourceKey } from '@/lib/sources/handlers'

export const POST = mount(postSourceKey)
