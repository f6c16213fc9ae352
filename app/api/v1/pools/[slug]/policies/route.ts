import { postPolicy } from '@/lib/attribution/pools/handlers'
import { mount } from '@/lib/http/mount'

export const POST = mount(postPolicy)
