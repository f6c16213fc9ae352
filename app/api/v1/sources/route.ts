import { mount } from '@/lib/http/mount'
import { getSources, postSource } from '@/lib/sources/handlers'

export const GET = mount(getSources)
export const POST = mount(postSource)
