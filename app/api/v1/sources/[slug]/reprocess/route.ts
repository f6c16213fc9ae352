import { mount } from '@/lib/http/mount'
import { postReprocess } from '@/lib/sources/handlers'

export const POST = mount(postReprocess)
