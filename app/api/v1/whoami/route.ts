import { mount } from '@/lib/http/mount'
import { getWhoami } from '@/lib/http/whoami'

export const GET = mount(getWhoami)
