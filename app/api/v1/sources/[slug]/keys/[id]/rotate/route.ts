import { mount } from '@/lib/http/mount'
import { postKeyRotation } from '@/lib/sources/handlers'

export const POST = mount(postKeyRotation)
