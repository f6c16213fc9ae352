import { mount } from '@/lib/http/mount'
import { getPriceVersions } from '@/lib/pricing/handlers'

export const GET = mount(getPriceVersions)
